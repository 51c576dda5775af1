namespace KubeSharp.Machinery.Selectors;

/// <summary>What names and labels may look like. Source: Object Names and IDs; Labels and Selectors.</summary>
public static class LabelNames
{
    /// <summary>What a qualified name is, in upstream's words.</summary>
    public const string QualifiedNameRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    /// <summary>What a label's value is, in upstream's words.</summary>
    public const string LabelValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    /// <summary>What a DNS subdomain is, in upstream's words.</summary>
    public const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    /// <summary>What a DNS label is, in upstream's words.</summary>
    public const string DnsLabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    /// <summary>What a DNS-1035 label is, in upstream's words.</summary>
    public const string Dns1035LabelRule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    /// <summary>Longest label, bytes.</summary>
    public const int LabelLengthMax = 63;
    /// <summary>Longest subdomain, bytes.</summary>
    public const int SubdomainLengthMax = 253;

    /// <summary>An optional DNS prefix and a name, as app.kubernetes.io/name.</summary>
    public static bool IsQualifiedName(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? IsName(text) : IsSubdomain(text[..slash]) && IsName(text[(slash + 1)..]);
    }

    /// <summary>Empty or a name of at most 63 characters.</summary>
    public static bool IsLabelValue(string text) => text.Length == 0 || IsName(text);

    /// <summary>DNS labels joined by dots, at most 253.</summary>
    public static bool IsSubdomain(string text) =>
        text.Length is > 0 and <= SubdomainLengthMax && text.Split('.').All(static l => IsLowerLabel(l, int.MaxValue));

    /// <summary>Lower-case letters, digits and -, at most 63.</summary>
    public static bool IsDnsLabel(string text) => IsLowerLabel(text, LabelLengthMax);

    /// <summary>A DNS label that begins with a letter.</summary>
    public static bool IsDns1035Label(string text) => IsDnsLabel(text) && text[0] is >= 'a' and <= 'z';

    private static bool IsLowerLabel(string text, int lengthMax)
    {
        if (text.Length == 0 || text.Length > lengthMax || text[0] == '-' || text[^1] == '-') { return false; }
        foreach (var c in text)
        {
            if (c is not (>= 'a' and <= 'z') and not (>= '0' and <= '9') and not '-') { return false; }
        }
        return true;
    }

    private static bool IsName(string text)
    {
        if (text.Length is 0 or > LabelLengthMax || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1])) { return false; }
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_' and not '.') { return false; }
        }
        return true;
    }
}
