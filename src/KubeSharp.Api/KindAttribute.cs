namespace KubeSharp.Api;

/// <summary>Marks a record as a kind: an object with apiVersion, kind and metadata.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KindAttribute(string group, string version, string kind) : Attribute
{
    /// <summary>API group.</summary>
    public string Group { get; } = group;
    /// <summary>Version in the group.</summary>
    public string Version { get; } = version;
    /// <summary>The kind's name.</summary>
    public string Kind { get; } = kind;
    /// <summary>Resource name; empty where it is not served by itself.</summary>
    public string Plural { get; set; } = "";
    /// <summary>Singular resource name.</summary>
    public string Singular { get; set; } = "";
    /// <summary>Lives in a namespace.</summary>
    public bool Namespaced { get; set; }
    /// <summary>Space-separated short names.</summary>
    public string ShortNames { get; set; } = "";
    /// <summary>Space-separated categories.</summary>
    public string Categories { get; set; } = "";
    /// <summary>Space-separated verbs.</summary>
    public string Verbs { get; set; } = "";
    /// <summary>Each as name:group/version/Kind:verb,verb separated by spaces.</summary>
    public string Subresources { get; set; } = "";
}
