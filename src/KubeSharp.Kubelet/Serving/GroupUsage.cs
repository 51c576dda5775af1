using System.Globalization;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What the kernel counts of a control group, beyond what a runtime tells; what it does not count is null. Source: cgroup v1 and v2 interface files.</summary>
internal sealed record GroupUsage
{
    private const long NoLimit = 1L << 62;
    private const double TicksPerSecond = 100, Micro = 1e6, Nano = 1e9;

    /// <summary>CPU time in user mode, seconds.</summary>
    public double? UserSeconds { get; init; }
    /// <summary>CPU time in kernel mode, seconds.</summary>
    public double? SystemSeconds { get; init; }
    /// <summary>Periods in which a limit of CPU was counted.</summary>
    public long? Periods { get; init; }
    /// <summary>Those in which it held something back.</summary>
    public long? ThrottledPeriods { get; init; }
    /// <summary>For how long, seconds.</summary>
    public double? ThrottledSeconds { get; init; }
    /// <summary>Memory of the page cache.</summary>
    public long? CacheBytes { get; init; }
    /// <summary>Memory of mapped files.</summary>
    public long? MappedBytes { get; init; }
    /// <summary>The most memory it has used.</summary>
    public long? MaxBytes { get; init; }
    /// <summary>How often its limit of memory was hit.</summary>
    public long? LimitHits { get; init; }
    /// <summary>Page faults, those that needed no disk too.</summary>
    public long? Faults { get; init; }
    /// <summary>Page faults that needed a disk.</summary>
    public long? MajorFaults { get; init; }
    /// <summary>Its threads.</summary>
    public long? Threads { get; init; }
    /// <summary>Most threads it may have; null: any number.</summary>
    public long? ThreadsMax { get; init; }
    /// <summary>Its processes.</summary>
    public IReadOnlyList<int> Processes { get; init; } = [];
    /// <summary>What it read and wrote, by device: major:minor.</summary>
    public IReadOnlyDictionary<string, DeviceUse> Devices { get; init; } = new Dictionary<string, DeviceUse>(StringComparer.Ordinal);

    /// <summary>What was read from and written to a device.</summary>
    internal readonly record struct DeviceUse(long ReadBytes, long WrittenBytes, long Reads, long Writes);

    /// <summary>As the kernel counts it for a group below a root, on both versions of its interface; null: the group is not there.</summary>
    public static GroupUsage? Read(string root, string group)
    {
        var at = group.Trim('/');
        if (File.Exists($"{root}/cgroup.controllers")) { return Directory.Exists($"{root}/{at}") ? Unified($"{root}/{at}") : null; }
        return Directory.Exists($"{root}/memory/{at}") ? Divided(root, at) : null;
    }

    private static GroupUsage Unified(string folder)
    {
        var (cpu, memory, events) = (Fields($"{folder}/cpu.stat"), Fields($"{folder}/memory.stat"), Fields($"{folder}/memory.events"));
        var devices = new Dictionary<string, DeviceUse>(StringComparer.Ordinal);
        foreach (var line in Lines($"{folder}/io.stat"))
        {
            // "8:0 rbytes=1 wbytes=2 rios=3 wios=4 …".
            if (line.Split(' ') is not [var device, .. var rest]) { continue; }
            var fields = rest.Select(static f => f.Split('=')).Where(static f => f.Length == 2).ToDictionary(static f => f[0], static f => Number(f[1]) ?? 0, StringComparer.Ordinal);
            devices[device] = new(fields.GetValueOrDefault("rbytes"), fields.GetValueOrDefault("wbytes"), fields.GetValueOrDefault("rios"), fields.GetValueOrDefault("wios"));
        }
        return new GroupUsage
        {
            UserSeconds = Of(cpu, "user_usec") / Micro,
            SystemSeconds = Of(cpu, "system_usec") / Micro,
            Periods = Of(cpu, "nr_periods"),
            ThrottledPeriods = Of(cpu, "nr_throttled"),
            ThrottledSeconds = Of(cpu, "throttled_usec") / Micro,
            CacheBytes = Of(memory, "file"),
            MappedBytes = Of(memory, "file_mapped"),
            MaxBytes = Number(First($"{folder}/memory.peak")),
            LimitHits = Of(events, "max"),
            Faults = Of(memory, "pgfault"),
            MajorFaults = Of(memory, "pgmajfault"),
            Threads = Number(First($"{folder}/pids.current")),
            ThreadsMax = Number(First($"{folder}/pids.max")),
            Processes = Pids($"{folder}/cgroup.procs"),
            Devices = devices,
        };
    }

    private static GroupUsage Divided(string root, string at)
    {
        var (cpu, used, memory) = (Fields($"{root}/cpu/{at}/cpu.stat"), Fields($"{root}/cpuacct/{at}/cpuacct.stat"), Fields($"{root}/memory/{at}/memory.stat"));
        var devices = new Dictionary<string, DeviceUse>(StringComparer.Ordinal);
        // "8:0 Read 1".
        foreach (var line in Lines($"{root}/blkio/{at}/blkio.throttle.io_service_bytes").Concat(Lines($"{root}/blkio/{at}/blkio.throttle.io_serviced").Select(static l => l + " times")))
        {
            if (line.Split(' ') is not [var device, var what, var text, .. var times] || Number(text) is not { } number) { continue; }
            var use = devices.GetValueOrDefault(device);
            devices[device] = (what, times.Length) switch
            {
                ("Read", 0) => use with { ReadBytes = number },
                ("Write", 0) => use with { WrittenBytes = number },
                ("Read", _) => use with { Reads = number },
                ("Write", _) => use with { Writes = number },
                _ => use,
            };
        }
        return new GroupUsage
        {
            UserSeconds = Of(used, "user") / TicksPerSecond,
            SystemSeconds = Of(used, "system") / TicksPerSecond,
            Periods = Of(cpu, "nr_periods"),
            ThrottledPeriods = Of(cpu, "nr_throttled"),
            ThrottledSeconds = Of(cpu, "throttled_time") / Nano,
            CacheBytes = Of(memory, "total_cache"),
            MappedBytes = Of(memory, "total_mapped_file"),
            MaxBytes = Number(First($"{root}/memory/{at}/memory.max_usage_in_bytes")),
            LimitHits = Number(First($"{root}/memory/{at}/memory.failcnt")),
            Faults = Of(memory, "total_pgfault"),
            MajorFaults = Of(memory, "total_pgmajfault"),
            Threads = Number(First($"{root}/pids/{at}/pids.current")),
            ThreadsMax = Number(First($"{root}/pids/{at}/pids.max")),
            Processes = Pids($"{root}/memory/{at}/cgroup.procs"),
            Devices = devices,
        };
    }

    private static List<int> Pids(string file) => [.. Lines(file).Select(static l => (int)(Number(l) ?? 0)).Where(static p => p > 0)];

    private static Dictionary<string, long> Fields(string file) => Lines(file).Select(static l => l.Split(' ')).Where(static f => f.Length == 2).Select(static f => (Name: f[0], Value: Number(f[1]))).Where(static f => f.Value is not null)
        .ToDictionary(static f => f.Name, static f => f.Value!.Value, StringComparer.Ordinal);

    private static long? Of(Dictionary<string, long> fields, string name) => fields.TryGetValue(name, out var value) ? value : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < NoLimit ? number : null;

    private static string First(string file) => Lines(file) is [var first, ..] ? first : "";

    // A group may go while it is read, and not every kernel has every file.
    private static string[] Lines(string file)
    {
        try { return File.Exists(file) ? File.ReadAllLines(file) : []; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }
}
