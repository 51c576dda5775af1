namespace KubeSharp.Client.Rest;

/// <summary>The form of a patch.</summary>
public enum PatchKind
{
    /// <summary>RFC 6902.</summary>
    Json,
    /// <summary>RFC 7386.</summary>
    Merge,
    /// <summary>Strategic merge patch, for built-in kinds.</summary>
    Strategic,
    /// <summary>Server-side apply; needs a field manager.</summary>
    Apply,
}
