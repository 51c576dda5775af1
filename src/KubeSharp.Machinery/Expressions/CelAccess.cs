namespace KubeSharp.Machinery.Expressions;

/// <summary>What an expression asks an authorizer about.</summary>
public sealed record CelAccess
{
    /// <summary>Namespace of the service account that is asked about; empty: who makes the request.</summary>
    public string ServiceAccountNamespace { get; init; } = "";
    /// <summary>Name of that service account.</summary>
    public string ServiceAccount { get; init; } = "";
    /// <summary>URL path, where it is about no resource.</summary>
    public string? Path { get; init; }
    /// <summary>API group.</summary>
    public string Group { get; init; } = "";
    /// <summary>Plural of the resource.</summary>
    public string Resource { get; init; } = "";
    /// <summary>Subresource; empty: none.</summary>
    public string Subresource { get; init; } = "";
    /// <summary>Namespace; empty: all.</summary>
    public string Namespace { get; init; } = "";
    /// <summary>Name; empty: all.</summary>
    public string Name { get; init; } = "";
    /// <summary>Field selector; empty: none.</summary>
    public string FieldSelector { get; init; } = "";
    /// <summary>Label selector; empty: none.</summary>
    public string LabelSelector { get; init; } = "";
    /// <summary>What shall be done.</summary>
    public string Verb { get; init; } = "";
}
