using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>statx(2): the kind and mode of a file.</summary>
internal static unsafe partial class NativeStat
{
    private const int CurrentFolder = -100, StatxSize = 256, GroupOffset = 24, ModeOffset = 28, NotLinks = 0x100;
    private const uint TypeAndMode = 3, Group = 0x10;

    /// <summary>Type and permission bits; 0 where the path cannot be seen.</summary>
    public static int ModeOf(string path)
    {
        var buffer = stackalloc byte[StatxSize];
        return Statx(CurrentFolder, path, 0, TypeAndMode, buffer) == 0 ? *(ushort*)(buffer + ModeOffset) : 0;
    }

    /// <summary>The same of a link itself.</summary>
    public static int LinkModeOf(string path)
    {
        var buffer = stackalloc byte[StatxSize];
        return Statx(CurrentFolder, path, NotLinks, TypeAndMode, buffer) == 0 ? *(ushort*)(buffer + ModeOffset) : 0;
    }

    /// <summary>Group that owns the file; -1 where the path cannot be seen.</summary>
    public static long GroupOf(string path)
    {
        var buffer = stackalloc byte[StatxSize];
        return Statx(CurrentFolder, path, 0, Group, buffer) == 0 ? *(uint*)(buffer + GroupOffset) : -1;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
