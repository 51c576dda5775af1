namespace KubeSharp.Machinery.Patching;

/// <summary>What is the matter with a patch that cannot be applied; the code by which it is told.</summary>
public enum PatchFault
{
    /// <summary>It cannot be read.</summary>
    Malformed = 400,

    /// <summary>It is well-formed, but does not fit what is there.</summary>
    Unfit = 422,

    /// <summary>Compat: wrong as well, but upstream takes it for a failure of its own.</summary>
    Unforeseen = 500,
}
