using System.Collections.Frozen;
using System.Globalization;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Selectors;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Named formats. Source: Kubernetes format library.</summary>
internal static class FormatLibrary
{
    // First: the formats below are values of it.
    public static CelType Type { get; } = CelType.Opaque("kubernetes.NamedFormat");

    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string OldLabel = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private static readonly FrozenDictionary<string, FormatValue> _formats = new FormatValue[]
    {
        new("dns1123Label", static t => Match(t, 63, IsLabel(t), Label)),
        new("dns1123Subdomain", static t => Match(t, 253, IsSubdomain(t), Subdomain)),
        new("dns1035Label", static t => Match(t, 63, IsLabel(t) && char.IsAsciiLetter(t[0]), OldLabel)),
        new("dns1123LabelPrefix", static t => Prefix(t) is var p && Match(p, 63, IsLabel(p), Label) is { } wrong ? wrong : null),
        new("dns1123SubdomainPrefix", static t => Prefix(t) is var p && Match(p, 253, IsSubdomain(p), Subdomain) is { } wrong ? wrong : null),
        new("dns1035LabelPrefix", static t => Prefix(t) is var p && Match(p, 63, IsLabel(p) && char.IsAsciiLetter(p[0]), OldLabel) is { } wrong ? wrong : null),
        new("qualifiedName", static t => LabelNames.IsQualifiedName(t) ? null : LabelNames.QualifiedNameRule),
        new("labelValue", static t => LabelNames.IsLabelValue(t) ? null : LabelNames.LabelValueRule),
        new("uri", static t => UrlValue.Parse(t) is null ? "invalid URI" : null),
        new("uuid", static t => Guid.TryParse(t, out _) && t.Length is 36 or 32 ? null : "does not match the UUID format"),
        new("byte", static t => IsBase64(t) ? null : "invalid base64"),
        new("date", static t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "invalid date"),
        new("datetime", static t => CelTimestamp.TryParse(t, out _) ? null : "invalid datetime"),
    }.ToFrozenDictionary(static f => f.Name, StringComparer.Ordinal);

    public static IEnumerable<CelOverload> Overloads =>
    [
        .. _formats.Values.Select(static f => Global("format." + f.Name, [], Type, _ => f)),
        Global("format.named", [CelType.String], CelType.OptionalOf(Type), static v => _formats.TryGetValue(((CelString)v[0]).Value, out var format) ? new CelOptional(format) : CelOptional.None),
        Member("validate", [Type, CelType.String], CelType.OptionalOf(CelType.ListOf(CelType.String)), static v => Validate((FormatValue)v[0], ((CelString)v[1]).Value)).Validates(),
    ];

    private static CelOverload Validates(this CelOverload overload) => overload with
    {
        Cost = static (a, _) => (long)Math.Ceiling(CallCosts.SizeOf(a[1]) * 3 * 0.1),
        Estimate = static s => (s[1] * 0.3, null),
    };

    private static CelOptional Validate(FormatValue format, string text) => format.Mistake(text) is { } mistake ? new CelOptional(CelList.Of(mistake)) : CelOptional.None;

    private static string? Match(string text, int lengthMax, bool matches, string rule) =>
        text.Length > lengthMax ? string.Create(CultureInfo.InvariantCulture, $"must be no more than {lengthMax} bytes") : matches ? null : rule;

    private static string Prefix(string text) => text.EndsWith('-') && text.Length > 1 ? text[..^1] + "a" : text;

    private static bool IsLabel(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-';

    private static bool IsSubdomain(string text) => text.Split('.').All(IsLabel);

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
