using System.Globalization;

namespace KubeSharp.Server;

/// <summary>What the kernel lets this process do.</summary>
internal static class ProcessCapabilities
{
    private const int SysResource = 24;

    /// <summary>Whether an OOM score may be lowered (CAP_SYS_RESOURCE).</summary>
    public static bool MayLowerOomScore()
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(static l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        return line is not null && ulong.TryParse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var set) && (set & (1UL << SysResource)) != 0;
    }
}
