using System.Globalization;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Cri.Containerd;

/// <summary>What this machine allows, as far as containerd's configuration depends on it.</summary>
public sealed record HostFacts
{
    private const int CapabilitySysResource = 24;

    /// <summary>AppArmor is on in the kernel.</summary>
    public required bool HasAppArmor { get; init; }

    /// <summary>We may lower an oom_score_adj (CAP_SYS_RESOURCE).</summary>
    public required bool MayLowerOomScore { get; init; }

    /// <summary>overlayfs can be used below the instance's folder; it cannot where that folder is on an overlay itself.</summary>
    public required bool HasOverlay { get; init; }

    /// <summary>Looks at this machine.</summary>
    public static HostFacts Read(string folder) => new()
    {
        HasAppArmor = ReadOrEmpty("/sys/module/apparmor/parameters/enabled").StartsWith('Y'),
        MayLowerOomScore = HasCapability(ReadOrEmpty("/proc/self/status"), CapabilitySysResource),
        HasOverlay = ReadOrEmpty("/proc/filesystems").Contains("\toverlay\n", StringComparison.Ordinal) && MountTable.TypeOf(folder) != "overlay",
    };

    internal static bool HasCapability(string status, int capability)
    {
        const string Label = "CapEff:";
        var line = status.Split('\n').FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line[Label.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var set)
            && (set >> capability & 1) == 1;
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
