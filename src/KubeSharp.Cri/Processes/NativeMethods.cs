using System.Runtime.InteropServices;

namespace KubeSharp.Cri.Processes;

/// <summary>The few system calls that the class library does not offer.</summary>
internal static partial class NativeMethods
{
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

    private const int DetachMount = 2;
    private const int NewNetwork = 0x40000000;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int FamilyInternet = 2, FamilyInternet6 = 10, StreamCloseOnExec = 0x80001;

    /// <summary>Sends a signal; a process that is gone is no error.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Takes a mount away at once, even a busy one; what is no mount is no error.</summary>
    public static void Unmount(string path) => _ = Unmount2(path, DetachMount);

    /// <summary>A TCP socket of the network namespace at the path, or -1. The calling thread stays in that namespace.</summary>
    public static int SocketIn(string path, bool isVersion6)
    {
        var space = Open(path, ReadOnlyCloseOnExec);
        if (space < 0)
            return -1;
        var entered = SetNamespace(space, NewNetwork);
        _ = Close(space);
        return entered < 0 ? -1 : MakeSocket(isVersion6 ? FamilyInternet6 : FamilyInternet, StreamCloseOnExec, 0);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int MakeSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount2(string target, int flags);
}
