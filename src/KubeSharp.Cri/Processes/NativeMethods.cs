using System.Runtime.InteropServices;

namespace KubeSharp.Cri.Processes;

/// <summary>The few system calls that the class library does not offer.</summary>
internal static partial class NativeMethods
{
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

    private const int DetachMount = 2;

    /// <summary>Sends a signal; a process that is gone is no error.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Takes a mount away at once, even a busy one; what is no mount is no error.</summary>
    public static void Unmount(string path) => _ = Unmount2(path, DetachMount);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount2(string target, int flags);
}
