using System.Runtime.InteropServices;

namespace KubeSharp.Cri.Containerd;

/// <summary>rmdir: in a cgroup file system a folder is removed although it lists files, which the class library refuses.</summary>
internal static partial class NativeDirectory
{
    /// <summary>Removes one folder; a busy or missing one is no error.</summary>
    public static void Remove(string path) => _ = RemoveDirectory(path);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveDirectory(string path);
}
