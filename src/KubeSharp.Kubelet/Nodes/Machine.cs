using System.Globalization;
using System.Runtime.InteropServices;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>What the machine is and has, read from the kernel.</summary>
/// <param name="Processors">CPUs.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="DiskBytes">Size of the file system that holds pods' files.</param>
/// <param name="System">Ids and versions.</param>
public sealed record Machine(int Processors, long MemoryBytes, long DiskBytes, NodeSystemInfo System)
{
    /// <summary>The version of Kubernetes that the agent is.</summary>
    public const string KubernetesVersion = "v1.36.0";
    private const int DiskKeptPercent = 10;

    /// <summary>Reads it.</summary>
    public static Machine Read(string rootFolder) => new(Environment.ProcessorCount, MemoryTotal(), DiskTotal(rootFolder), new NodeSystemInfo
    {
        MachineID = Text("/etc/machine-id", Text("/var/lib/dbus/machine-id", "")),
        SystemUUID = Text("/sys/class/dmi/id/product_uuid", Text("/etc/machine-id", "")),
        BootID = Text("/proc/sys/kernel/random/boot_id", ""),
        KernelVersion = Text("/proc/sys/kernel/osrelease", ""),
        OsImage = OsImage(),
        OperatingSystem = "linux",
        Architecture = ArchitectureName,
        KubeletVersion = KubernetesVersion,
        Swap = SwapTotal() is > 0 and var swap ? new NodeSwapStatus { Capacity = swap } : null,
    })
    {
        HugePages = ReadHugePages(),
    };

    /// <summary>The architecture as Kubernetes names it.</summary>
    public static string ArchitectureName => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>All there is.</summary>
    public ApiMap<Quantity> Capacity(int podsMax) => ApiMap.Of(
        ("cpu", Quantity.FromValue(Processors)),
        ("memory", Quantity.FromValue(MemoryBytes / 1024 * 1024, QuantityFormat.BinarySI)),
        ("ephemeral-storage", Quantity.FromValue(DiskBytes / 1024 * 1024, QuantityFormat.BinarySI)),
        ("hugepages-1Gi", Quantity.Zero),
        ("hugepages-2Mi", Quantity.Zero),
        ("pods", Quantity.FromValue(podsMax))).SetAll(HugePages.Select(static p => KeyValuePair.Create($"hugepages-{Quantity.FromValue(p.Key, QuantityFormat.BinarySI)}", Quantity.FromValue(p.Value, QuantityFormat.BinarySI))));

    /// <summary>Bytes set aside for huge pages, by the size of a page in bytes.</summary>
    public IReadOnlyDictionary<long, long> HugePages { get; init; } = new Dictionary<long, long>();

    /// <summary>What pods may use: all, less what eviction keeps free and what is kept for the system, shared evenly between the nodes that are on the machine.</summary>
    public ApiMap<Quantity> Allocatable(NodeAgentOptions options)
    {
        var shares = Math.Max(1, options.MachineShares());
        var kept = options.EvictionHard.FirstOrDefault(static t => t.Signal == "memory.available")?.Least(MemoryBytes) ?? 0;
        return Capacity(options.PodsMax)
            .Set("cpu", Quantity.FromMilli(Math.Max(0, (Processors * 1000L / shares) - Reserved("cpu").MilliValue)))
            .Set("memory", Quantity.FromValue(Math.Max(0, ((MemoryBytes - HugePages.Values.Sum()) / 1024 / shares * 1024) - kept - Reserved("memory").Value), QuantityFormat.BinarySI))
            .Set("ephemeral-storage", Quantity.FromValue(Math.Max(0, (DiskBytes / shares / 100 * (100 - DiskKeptPercent)) - Reserved("ephemeral-storage").Value)));

        Quantity Reserved(string resource) => options.Reserved.TryGetValue(resource, out var amount) ? amount : Quantity.Zero;
    }

    /// <summary>Processes there can be.</summary>
    public static long PidsMax() => long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max").Trim(), CultureInfo.InvariantCulture);

    /// <summary>Swap space in bytes.</summary>
    public static long SwapTotal() => OfMemory("SwapTotal:");

    private static long MemoryTotal() => OfMemory("MemTotal:");

    private static long OfMemory(string name)
    {
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal)) { return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - 3).Trim(), CultureInfo.InvariantCulture) * 1024; }
        }
        return 0;
    }

    private static Dictionary<long, long> ReadHugePages()
    {
        const string Folder = "/sys/kernel/mm/hugepages", Prefix = "hugepages-", Suffix = "kB";
        var found = new Dictionary<long, long>();
        foreach (var folder in Directory.Exists(Folder) ? Directory.EnumerateDirectories(Folder, Prefix + "*" + Suffix) : [])
        {
            var name = Path.GetFileName(folder);
            var size = long.Parse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), CultureInfo.InvariantCulture) * 1024;
            found[size] = size * long.Parse(Text(Path.Combine(folder, "nr_hugepages"), "0"), CultureInfo.InvariantCulture);
        }
        return found;
    }

    private static long DiskTotal(string folder)
    {
        Directory.CreateDirectory(folder);
        return new DriveInfo(folder).TotalSize;
    }

    private static string OsImage()
    {
        if (!File.Exists("/etc/os-release")) { return "Linux"; }
        foreach (var line in File.ReadLines("/etc/os-release"))
        {
            if (line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) { return line["PRETTY_NAME=".Length..].Trim('"'); }
        }
        return "Linux";
    }

    private static string Text(string path, string otherwise)
    {
        try { return File.Exists(path) ? File.ReadAllText(path).Trim() : otherwise; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return otherwise; }
    }
}
