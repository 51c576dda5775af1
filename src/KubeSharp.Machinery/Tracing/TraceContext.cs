using System.Globalization;

namespace KubeSharp.Machinery.Tracing;

/// <summary>Which trace and which span in it something belongs to, as the header traceparent says. Source: W3C Trace Context.</summary>
/// <param name="Trace">The trace: 32 hexadecimal digits, not all 0.</param>
/// <param name="Span">The span: 16 hexadecimal digits, not all 0.</param>
/// <param name="IsSampled">The trace is recorded.</param>
public sealed record TraceContext(string Trace, string Span, bool IsSampled)
{
    /// <summary>The header.</summary>
    public const string Header = "traceparent";
    private const int VersionLength = 2, TraceLength = 32, SpanLength = 16;

    /// <summary>Reads the header; null where it is none.</summary>
    public static TraceContext? Parse(string text)
    {
        if (text.Split('-') is not [{ Length: VersionLength } version, { Length: TraceLength } trace, { Length: SpanLength } span, { Length: 2 } flags, ..] parts) { return null; }
        // Version 0 has these four parts; later ones may have more, and ff is none.
        if (version == "ff" || (version == "00" && parts.Length != 4)) { return null; }
        if (!IsId(version, mayBeZero: true) || !IsId(trace) || !IsId(span) || !byte.TryParse(flags, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)) { return null; }
        return new(trace, span, (bits & 1) == 1);
    }

    /// <inheritdoc/>
    public override string ToString() => $"00-{Trace}-{Span}-0{(IsSampled ? 1 : 0)}";

    private static bool IsId(string text, bool mayBeZero = false) => text.All(char.IsAsciiHexDigitLower) && (mayBeZero || text.Any(static c => c != '0'));
}
