using System.Net;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What names, ports and addresses must look like; each gives upstream's words for what is wrong, or null. Source: Object Names and IDs.</summary>
public static class Names
{
    /// <summary>What a port is, in upstream's words.</summary>
    public const string PortRule = "must be between 1 and 65535, inclusive";
    // Between two things that are wrong with one name: each is told by itself.
    private const char Also = '\n';
    private const string ConfigKeyRule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
    private const string WildcardRule =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string EnvironmentRule = "a valid environment variable name must consist only of printable ASCII characters other than '='";

    /// <summary>A DNS label.</summary>
    public static string? DnsLabel(string name) =>
        name.Length > LabelNames.LabelLengthMax ? "must be no more than 63 characters" : LabelNames.IsDnsLabel(name) ? null : LabelNames.IsSubdomain(name) ? "must not contain dots" : LabelNames.DnsLabelRule;

    /// <summary>A DNS label that begins with a letter.</summary>
    public static string? Dns1035Label(string name) => name.Length > LabelNames.LabelLengthMax ? "must be no more than 63 characters" : LabelNames.IsDns1035Label(name) ? null : LabelNames.Dns1035LabelRule;

    /// <summary>A DNS subdomain.</summary>
    public static string? Subdomain(string name) => name.Length > LabelNames.SubdomainLengthMax ? "must be no more than 253 characters" : LabelNames.IsSubdomain(name) ? null : LabelNames.SubdomainRule;

    /// <summary>A name with an optional DNS prefix.</summary>
    public static string? Qualified(string name)
    {
        if (LabelNames.IsQualifiedName(name)) { return null; }
        var parts = name.Split('/');
        if (parts.Length > 2) { return LabelNames.QualifiedNameRule.Replace("name part", "a valid label key", StringComparison.Ordinal) + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"; }
        if (parts.Length == 2 && !LabelNames.IsSubdomain(parts[0])) { return "prefix part " + (parts[0].Length == 0 ? "must be non-empty" : parts[0].Length > LabelNames.SubdomainLengthMax ? "must be no more than 253 bytes" : LabelNames.SubdomainRule); }
        var part = parts[^1];
        return part.Length == 0 ? "name part must be non-empty" + Also + LabelNames.QualifiedNameRule
            : part.Length <= LabelNames.LabelLengthMax ? LabelNames.QualifiedNameRule
            : LabelNames.IsQualifiedName(part[..LabelNames.LabelLengthMax]) && LabelNames.IsQualifiedName(part[^LabelNames.LabelLengthMax..]) ? "name part must be no more than 63 bytes" : "name part must be no more than 63 bytes" + Also + LabelNames.QualifiedNameRule;
    }

    /// <summary>The value of a label.</summary>
    public static string? LabelValue(string value) => LabelNames.IsLabelValue(value) ? null : value.Length > LabelNames.LabelLengthMax ? "must be no more than 63 bytes" : LabelNames.LabelValueRule;

    /// <summary>A key of a config map or secret.</summary>
    public static string? ConfigKey(string key)
    {
        if (key.Length > LabelNames.SubdomainLengthMax) { return "must be no more than 253 characters"; }
        if (key.Length == 0 || key.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_' and not '.')) { return ConfigKeyRule; }
        return key switch { "." => "must not be '.'", ".." => "must not be '..'", _ when key.StartsWith("..", StringComparison.Ordinal) => "must not start with '..'", _ => null };
    }

    /// <summary>The name of an environment variable.</summary>
    public static string? Environment(string name) => name.Length > 0 && name.All(static c => c is >= ' ' and <= '~' and not '=') ? null : EnvironmentRule;

    /// <summary>A port's number.</summary>
    public static string? Port(long port) => port is >= 1 and <= 65535 ? null : PortRule;

    /// <summary>A port's name: at most 15 of a-z, 0-9 and -, with a letter.</summary>
    public static string? PortName(string name)
    {
        if (name.Length > 15) { return "must be no more than 15 characters"; }
        if (name.Length == 0 || name.Any(static c => c is not (>= 'a' and <= 'z') and not (>= '0' and <= '9') and not '-')) { return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"; }
        if (!name.Any(char.IsAsciiLetter)) { return "must contain at least one letter (a-z)"; }
        if (name.Contains("--", StringComparison.Ordinal)) { return "must not contain consecutive hyphens"; }
        return name[0] == '-' || name[^1] == '-' ? "must not begin or end with a hyphen" : null;
    }

    /// <summary>A DNS subdomain whose first label is a star.</summary>
    public static string? Wildcard(string name) => name.StartsWith("*.", StringComparison.Ordinal) && LabelNames.IsSubdomain(name[2..]) ? null : WildcardRule;

    /// <summary>A DNS subdomain, a slash and a path: acme.io/foo. Notes what is wrong.</summary>
    public static void DomainPath(string text, FieldPath path, FieldErrors errors)
    {
        if (text.Length == 0) { errors.Required(path); return; }
        if (text.Split('/', 2) is not [{ Length: > 0 } domain, { Length: > 0 } rest]) { errors.Invalid(path, text, "must be a domain-prefixed path (such as \"acme.io/foo\")"); return; }
        Check(Subdomain(domain), path, domain, errors);
        if (!rest.All(static c => char.IsAsciiLetterOrDigit(c) || "/-._~%!$&'()*+,;=:".Contains(c, StringComparison.Ordinal))) { errors.Invalid(path, rest, "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"); }
    }

    /// <summary>A path within a volume: relative and without steps upwards.</summary>
    public static string? LocalPath(string path) => All(
        path.StartsWith('/') ? "must be a relative path" : null,
        path.Split('/').Contains("..") ? "must not contain '..'" : null);

    /// <summary>A path of a file that is written into a volume: as <see cref="LocalPath"/>, and none that begins as those that the volume keeps for itself.</summary>
    public static string? FilePath(string path) => All(
        LocalPath(path),
        path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal) ? "must not start with '..'" : null);

    /// <summary>An http or https URL with a host.</summary>
    public static string? WebhookUrl(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var uri) ? "url must be a valid URL" : uri.Scheme != "https" ? "'https' is the only allowed URL scheme; desired format: https://host[/path]" : uri.Host.Length == 0 ? "host must be specified; desired format: https://host[/path]" : null;

    private static string? All(string? one, string? other) => one is null ? other : other is null ? one : one + Also + other;

    /// <summary>Checks a text and notes what is wrong.</summary>
    public static void Check(string? wrong, FieldPath path, Node value, FieldErrors errors)
    {
        foreach (var each in wrong?.Split(Also) ?? []) { errors.Invalid(path, value, each); }
    }
}
