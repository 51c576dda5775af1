namespace KubeSharp.Machinery.Schemas;

/// <summary>How a list merges in server-side apply (x-kubernetes-list-type). Source: the documentation page "Server-Side Apply".</summary>
public enum ListType
{
    /// <summary>Replaced as a whole; the default.</summary>
    Atomic,
    /// <summary>A set of scalars.</summary>
    Set,
    /// <summary>Items found again by their keys.</summary>
    Map,
}
