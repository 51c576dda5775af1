namespace KubeSharp.ApiServer.Registry;

/// <summary>What a name must look like. Source: Object Names and IDs.</summary>
public enum NameRule
{
    /// <summary>Lower-case letters, digits, - and ., at most 253.</summary>
    DnsSubdomain,
    /// <summary>Lower-case letters, digits and -, at most 63.</summary>
    DnsLabel,
    /// <summary>As a label, but begins with a letter (Service).</summary>
    Dns1035Label,
    /// <summary>Anything that fits in a path: not . or .., no / and %.</summary>
    PathSegment,
    /// <summary>The same, and what names are generated from must be such a name by itself (roles and their bindings).</summary>
    WholePathSegment,
}
