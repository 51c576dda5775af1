using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>statx(2): the kind and mode of a file.</summary>
internal static unsafe partial class NativeStat
{
    private const int CurrentFolder = -100, StatxSize = 256, ModeOffset = 28;
    private const uint TypeAndMode = 3;

    /// <summary>Type and permission bits; 0 where the path cannot be seen.</summary>
    public static int ModeOf(string path)
    {
        var buffer = stackalloc byte[StatxSize];
        return Statx(CurrentFolder, path, 0, TypeAndMode, buffer) == 0 ? *(ushort*)(buffer + ModeOffset) : 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
