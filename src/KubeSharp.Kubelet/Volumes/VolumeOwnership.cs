namespace KubeSharp.Kubelet.Volumes;

/// <summary>Gives a volume to the group of its pod. Source: Configure a Security Context, volume permission and ownership change policy.</summary>
internal static class VolumeOwnership
{
    private const int ReadWrite = 0x1B0, ReadOnly = 0x120, Enter = 0x48, SetGroup = 0x400, PermissionMask = 0xFFF, LinkType = 0xA000, TypeMask = 0xF000; // 0660, 0440, 0110, 02000

    /// <summary>Makes the group the owner of all that is in the folder, which it may read and write then; what is made in it is the group's too.</summary>
    /// <param name="folder">The volume.</param>
    /// <param name="group">The group's id.</param>
    /// <param name="policy">Always (also null), or OnRootMismatch: nothing is done where the folder itself already is as it should be.</param>
    /// <param name="readOnly">The group may only read.</param>
    public static void Give(string folder, long group, string? policy, bool readOnly)
    {
        // A driver may show its volume by a link.
        folder = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
        if (policy == "OnRootMismatch" && IsGiven(folder, group, readOnly)) { return; }
        // The folder itself last: it tells whether all of it was done.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", options)) { GiveOne(entry, group, readOnly); }
        GiveOne(folder, group, readOnly);
    }

    /// <summary>Whether the folder itself is the group's.</summary>
    public static bool IsGiven(string folder, long group, bool readOnly)
    {
        var wanted = Permissions(isFolder: true, readOnly);
        return NativeStat.GroupOf(folder) == group && (NativeStat.ModeOf(folder) & wanted) == wanted;
    }

    private static void GiveOne(string path, long group, bool readOnly)
    {
        var mode = NativeStat.LinkModeOf(path);
        LinuxFiles.ChangeOwner(path, -1, group);
        if ((mode & TypeMask) == LinkType) { return; }
        File.SetUnixFileMode(path, (UnixFileMode)((mode | Permissions(Directory.Exists(path), readOnly)) & PermissionMask));
    }

    private static int Permissions(bool isFolder, bool readOnly)
    {
        var wanted = readOnly ? ReadOnly : ReadWrite;
        return isFolder ? wanted | SetGroup | Enter : wanted;
    }
}
