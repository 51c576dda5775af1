using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KubeSharp.Hosting.Processes;

/// <summary>
/// Makes this process one that outlives who started it: a session of its own, no terminal, output into a log file. What was the standard
/// output becomes the channel on which it tells its starter how far it is.
/// </summary>
public static class Detachment
{
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Detaches; returns the channel to the starter. Must be called before anything is written to the console.</summary>
    public static StartReport Detach(string logFile)
    {
        _ = LibC.setsid();
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var channel = Checked(LibC.dup(1));
        Checked(LibC.fcntl(channel, SetDescriptorFlags, CloseOnExec));
        using (var log = File.OpenHandle(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        using (var none = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            Checked(LibC.dup2((int)none.DangerousGetHandle(), 0));
            Checked(LibC.dup2((int)log.DangerousGetHandle(), 1));
            Checked(LibC.dup2((int)log.DangerousGetHandle(), 2));
        }
        return new StartReport(new StreamWriter(new FileStream(new SafeFileHandle(channel, ownsHandle: true), FileAccess.Write), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" });
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
