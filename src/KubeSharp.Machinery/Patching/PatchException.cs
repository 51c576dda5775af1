namespace KubeSharp.Machinery.Patching;

/// <summary>A patch that cannot be read (400) or does not fit the document (422).</summary>
public sealed class PatchException(string message, bool isUnprocessable = false) : Exception(message)
{
    /// <summary>The patch is well-formed, but does not fit what is there.</summary>
    public bool IsUnprocessable { get; } = isUnprocessable;
}
