namespace KubeSharp.Cri.Containerd;

/// <summary>
/// Where an instance has its state. Containers with users of their own (<c>hostUsers: false</c>) walk to their root file system as somebody else:
/// below a home that only its owner may enter they could not be started.
/// </summary>
public static class ReachableState
{
    /// <summary>The folder beside the instance's own; null: its state lies in the instance's folder. What there is stays where it is.</summary>
    /// <param name="folder">The instance's folder.</param>
    /// <param name="elsewhere">A folder that everybody can reach.</param>
    public static string? Of(string folder, string elsewhere) =>
        Directory.Exists(elsewhere) ? elsewhere : Directory.Exists(Path.Combine(folder, "state")) || IsReachable(folder) ? null : elsewhere;

    /// <summary>Whether everybody may walk through the folder and all above it; those that are not there yet will let them.</summary>
    internal static bool IsReachable(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (at.Exists && (at.UnixFileMode & UnixFileMode.OtherExecute) == 0) { return false; }
        }
        return true;
    }
}
