using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>rename(2), which replaces a symbolic link itself.</summary>
internal static partial class LinuxRename
{
    /// <summary>Moves a link over another one in one step; false where the kernel refuses.</summary>
    public static bool Replace(string from, string to) => Rename(from, to) == 0;

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
