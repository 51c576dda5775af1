namespace KubeSharp.Cli.Cis;

/// <summary>A file or folder of the control plane as it was found.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Mode">Who may do what with it.</param>
/// <param name="IsRoots">It is root's.</param>
public sealed record CisFile(string Path, UnixFileMode Mode, bool IsRoots)
{
    /// <summary>Nobody may do more than these permissions.</summary>
    public bool IsWithin(int octal) => ((int)Mode & ~octal & 0x1ff) == 0;
}
