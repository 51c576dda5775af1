using System.ComponentModel;
using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Calls of the kernel that .NET does not offer: mounts, owners, paths that cannot lead outside.</summary>
internal static partial class LinuxFiles
{
    private const int DetachOnUnmount = 2, Bind = 4096, NoSuchEntry = 2, NotMounted = 22;
    private const long OpenAt2 = 437;
    private const ulong ResolveBeneath = 0x08, ResolveNoMagicLinks = 0x02, PathOnly = 0x200000, CloseOnExec = 0x80000;

    /// <summary>Mounts a file system in memory.</summary>
    public static void MountMemory(string target, string options) => Check(Mount("tmpfs", target, "tmpfs", 0, options), $"mount tmpfs on {target}");

    /// <summary>Mounts memory of huge pages.</summary>
    public static void MountHugePages(string target, string options) => Check(Mount("nodev", target, "hugetlbfs", 0, options), $"mount hugetlbfs on {target}");

    /// <summary>Makes a file or folder visible at another place.</summary>
    public static void BindMount(string source, string target) => Check(Mount(source, target, "", Bind, ""), $"bind {source} on {target}");

    /// <summary>Takes a mount away; true where there was one.</summary>
    public static bool Unmount(string target)
    {
        if (Umount(target, DetachOnUnmount) == 0) { return true; }
        var error = Marshal.GetLastPInvokeError();
        return error is NoSuchEntry or NotMounted ? false : throw new IOException($"unmount {target}: {new Win32Exception(error).Message}");
    }

    /// <summary>Sets owner and group, -1 leaves one; does not follow a link.</summary>
    public static void ChangeOwner(string path, long user, long group) => Check(Lchown(path, unchecked((uint)user), unchecked((uint)group)), $"chown {path}");

    /// <summary>Opens a path that must not lead out of the folder; the descriptor stands for the place only.</summary>
    /// <exception cref="IOException">It leads outside, or is not there.</exception>
    public static unsafe int OpenBeneath(string folder, string relative)
    {
        var root = Open(folder, (int)(PathOnly | CloseOnExec), 0);
        if (root < 0) { throw new IOException($"open {folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}"); }
        try
        {
            var how = stackalloc ulong[3] { PathOnly | CloseOnExec, 0, ResolveBeneath | ResolveNoMagicLinks };
            var opened = Syscall(OpenAt2, root, relative, how, 24);
            return opened >= 0 ? (int)opened : throw new IOException($"open {relative} below {folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
        finally { _ = Close(root); }
    }

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string options);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Umount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Lchown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial long Syscall(long number, int folder, string path, ulong* how, nuint size);

    private static void Check(int result, string doing)
    {
        if (result != 0) { throw new IOException($"{doing}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}"); }
    }
}
