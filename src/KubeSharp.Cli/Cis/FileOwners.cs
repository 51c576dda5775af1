using System.Diagnostics;

namespace KubeSharp.Cli.Cis;

/// <summary>Says whose a file is, which the runtime does not tell.</summary>
internal static class FileOwners
{
    /// <summary>Whether it is root's; true where that cannot be told.</summary>
    public static bool IsRoots(string path)
    {
        var start = new ProcessStartInfo("stat", ["-c", "%u", path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var stat = Process.Start(start)!;
            return stat.StandardOutput.ReadToEnd().Trim() is "0" or "";
        }
        catch (System.ComponentModel.Win32Exception) { return true; }
    }
}
