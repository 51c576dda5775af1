namespace KubeSharp.Machinery.Schemas;

/// <summary>How an object or map merges in server-side apply (x-kubernetes-map-type).</summary>
public enum MapType
{
    /// <summary>Field by field; the default.</summary>
    Granular,
    /// <summary>Replaced as a whole.</summary>
    Atomic,
}
