using System.Collections.Immutable;
using System.Net;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Eviction;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Shutdown;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Features;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.Kubelet.Configuration;

/// <summary>An agent's options as its configuration says; what it does not say stays. Pure.</summary>
public static class ConfiguredOptions
{
    private static readonly string[] _cpuPolicies = ["none", "static"], _memoryPolicies = ["None", "Static"], _topologyPolicies = ["none", "best-effort", "restricted", "single-numa-node"], _scopes = ["container", "pod"], _drivers = ["cgroupfs", "systemd"],
        _swap = ["", "NoSwap", "LimitedSwap"], _signals = ["memory.available", "nodefs.available", "nodefs.inodesFree", "imagefs.available", "imagefs.inodesFree", "containerfs.available", "containerfs.inodesFree", "pid.available", "allocatableMemory.available"];

    /// <summary>The options with the configuration.</summary>
    /// <exception cref="ConfigurationException">A value is none that its field may have.</exception>
    public static NodeAgentOptions With(NodeAgentOptions options, KubeletConfiguration configuration)
    {
        var (features, reserved) = (Features(options.Features, configuration), ConfiguredReservation.All(configuration));
        var pods = (int)configuration.Whole(options.PodsMax, "maxPods");
        return Ports(Images(Resources(options, configuration), features, configuration), configuration) with
        {
            Configuration = configuration,
            Features = features,
            StaticPodFolder = configuration.Text(options.StaticPodFolder, "staticPodPath"),
            StaticPodPeriod = configuration.Duration(options.StaticPodPeriod, "fileCheckFrequency"),
            StaticPodAddress = Address(configuration, options.StaticPodAddress),
            StaticPodHeaders = Headers(configuration, options.StaticPodHeaders),
            StaticPodAddressPeriod = configuration.Duration(options.StaticPodAddressPeriod, "httpCheckFrequency"),
            LogFolder = configuration.Text(options.LogFolder, "podLogsDir"),
            Port = (int)configuration.Whole(options.Port, "port"),
            ClusterDomain = configuration.Text(options.ClusterDomain, "clusterDomain"),
            ClusterDns = configuration.Has("clusterDNS") ? configuration.Texts("clusterDNS") : options.ClusterDns,
            ResolvConf = configuration.Text(options.ResolvConf, "resolvConf"),
            CgroupRoot = CgroupRoot(options.CgroupRoot, configuration),
            UsesSystemdCgroups = configuration.Has("cgroupDriver") ? OneOf(configuration, _drivers, "cgroupDriver") == "systemd" : options.UsesSystemdCgroups,
            ProviderId = configuration.Text(options.ProviderId, "providerID"),
            RegisterNode = configuration.Switch(options.RegisterNode, "registerNode"),
            Taints = configuration.Has("registerWithTaints") ? [.. configuration.Groups("registerWithTaints").Select(static t => new Taint { Key = t.TextAt("key") ?? "", Value = t.TextAt("value"), Effect = t.TextAt("effect") ?? "" })] : options.Taints,
            PodsMax = configuration.Whole(0, "podsPerCore") is > 0 and var perCore ? (int)Math.Min(pods, perCore * Environment.ProcessorCount) : pods,
            PodPidsMax = configuration.Whole(options.PodPidsMax, "podPidsLimit") is > 0 and var pids ? pids : 0,
            StatusPeriodSeconds = Seconds(configuration, options.StatusPeriodSeconds, "nodeStatusUpdateFrequency"),
            StatusReportSeconds = Seconds(configuration, options.StatusReportSeconds, "nodeStatusReportFrequency"),
            LeaseSeconds = (int)configuration.Whole(options.LeaseSeconds, "nodeLeaseDurationSeconds"),
            LogFileMaxBytes = configuration.Has("containerLogMaxSize") ? Amount(configuration.Text("", "containerLogMaxSize"), "containerLogMaxSize").Value : options.LogFileMaxBytes,
            LogPeriodSeconds = Math.Max(1, Seconds(configuration, options.LogPeriodSeconds, "containerLogMonitorInterval")),
            LogFilesMax = (int)configuration.Whole(options.LogFilesMax, "containerLogMaxFiles"),
            EvictionHard = Reclaiming(Thresholds(options.EvictionHard, configuration), configuration),
            EvictionSoft = Reclaiming(configuration.Has("evictionSoft") ? Soft(configuration) : options.EvictionSoft, configuration),
            EvictionGraceMaxSeconds = configuration.Whole(options.EvictionGraceMaxSeconds, "evictionMaxPodGracePeriod"),
            PressureSeconds = Seconds(configuration, options.PressureSeconds, "evictionPressureTransitionPeriod"),
            AllowedUnsafeSysctls = configuration.Has("allowedUnsafeSysctls") ? configuration.Texts("allowedUnsafeSysctls") : options.AllowedUnsafeSysctls,
            SeccompDefault = configuration.Switch(false, "seccompDefault") ? "RuntimeDefault" : options.SeccompDefault,
            RestartMaxSeconds = !features.IsOn("KubeletCrashLoopBackOffMax") ? options.RestartMaxSeconds : Seconds(configuration, options.RestartMaxSeconds, "crashLoopBackOff", "maxContainerRestartPeriod"),
            Reserved = reserved.Count > 0 ? reserved : options.Reserved,
            ShutdownGroups = ShutdownGroups.Of(configuration, features),
            AllowsDebugging = configuration.Switch(options.AllowsDebugging, "enableDebuggingHandlers"),
            Tracing = Tracing(configuration),
        };
    }

    // Which images are brought, told of and removed.
    private static NodeAgentOptions Images(NodeAgentOptions options, FeatureGates features, KubeletConfiguration configuration)
    {
        var (ageMin, ageMax) = (configuration.Duration(options.ImageAgeMin, "imageMinimumGCAge"), configuration.Duration(options.ImageAgeMax, "imageMaximumGCAge"));
        if (ageMax > TimeSpan.Zero && ageMax <= ageMin) { throw new ConfigurationException("imageMaximumGCAge: must be greater than imageMinimumGCAge"); }
        return options with
        {
            PullsMax = PullsMax(configuration),
            PullsPerSecond = NotNegative(configuration, options.PullsPerSecond, "registryPullQPS"),
            PullBurst = NotNegative(configuration, options.PullBurst, "registryBurst"),
            ReportedImagesMax = (int)configuration.Whole(options.ReportedImagesMax, "nodeStatusMaxImages") is >= -1 and var images ? images : throw new ConfigurationException("nodeStatusMaxImages: must be -1 or greater"),
            ImageVerification = !features.IsOn("KubeletEnsureSecretPulledImages") ? ImageVerification.None
                : ImageVerification.Of(configuration.Text(options.ImageVerification.Policy, "imagePullCredentialsVerificationPolicy"), configuration.Has("preloadedImagesVerificationAllowlist") ? configuration.Texts("preloadedImagesVerificationAllowlist") : options.ImageVerification.Allowed),
            ImageAgeMin = ageMin,
            ImageAgeMax = ageMax,
            ImageHighPercent = (int)configuration.Whole(options.ImageHighPercent, "imageGCHighThresholdPercent"),
            ImageLowPercent = (int)configuration.Whole(options.ImageLowPercent, "imageGCLowThresholdPercent"),
        };
    }

    // Where it is asked.
    private static NodeAgentOptions Ports(NodeAgentOptions options, KubeletConfiguration configuration) => options with
    {
        HealthPort = Port(configuration, options.HealthPort, "healthzPort"),
        HealthAddress = !configuration.Has("healthzBindAddress") ? options.HealthAddress : IPAddress.TryParse(configuration.Text("", "healthzBindAddress"), out var address) ? address
            : throw new ConfigurationException($"healthzBindAddress: \"{configuration.Text("", "healthzBindAddress")}\" is no address"),
        ReadOnlyPort = Port(configuration, options.ReadOnlyPort, "readOnlyPort"),
        ServesRequests = configuration.Switch(options.ServesRequests, "enableServer"),
        TlsMinVersion = configuration.Text(options.TlsMinVersion, "tlsMinVersion"),
        TlsSuites = configuration.Has("tlsCipherSuites") ? configuration.Texts("tlsCipherSuites") : options.TlsSuites,
    };

    private static int Port(KubeletConfiguration configuration, int fallback, string field) =>
        configuration.Whole(fallback, field) is >= 0 and <= 65535 and var port ? (int)port : throw new ConfigurationException($"{field}: {configuration.Whole(fallback, field)} must be between 0 and 65535, inclusive");

    // Compat: several at a time must be asked for twice.
    private static int PullsMax(KubeletConfiguration configuration)
    {
        var isSerial = configuration.Switch(true, "serializeImagePulls");
        if (!configuration.Has("maxParallelImagePulls")) { return isSerial ? 1 : 0; }
        var most = (int)configuration.Whole(0, "maxParallelImagePulls");
        if (most < 1) { throw new ConfigurationException($"maxParallelImagePulls: {most} must be a positive number"); }
        return most == 1 || !isSerial ? most : throw new ConfigurationException("maxParallelImagePulls: cannot be larger than 1 unless serializeImagePulls is false");
    }

    private static int NotNegative(KubeletConfiguration configuration, int fallback, string field) => (int)configuration.Whole(fallback, field) is >= 0 and var number ? number : throw new ConfigurationException($"{field}: must not be negative");

    // How processors, memory and devices are shared out.
    private static NodeAgentOptions Resources(NodeAgentOptions options, KubeletConfiguration configuration) => options with
    {
        HasStaticCpus = configuration.Has("cpuManagerPolicy") ? OneOf(configuration, _cpuPolicies, "cpuManagerPolicy") == "static" : options.HasStaticCpus,
        CpuOptions = configuration.Has("cpuManagerPolicyOptions") ? CpuOptions.Check(configuration.TextMap("cpuManagerPolicyOptions")) : options.CpuOptions,
        EnforcesAllocatable = ConfiguredReservation.BoundsPods(configuration, options.EnforcesAllocatable),
        ReservedGroups = ConfiguredReservation.Groups(configuration),
        OomScoreAdjust = Score(configuration, options.OomScoreAdjust),
        IdsPerPod = IdsPerPod(configuration, options.IdsPerPod),
        CpuPeriodMicroseconds = CpuPeriod(configuration, options.CpuPeriodMicroseconds),
        BoundsCpu = configuration.Switch(options.BoundsCpu, "cpuCFSQuota"),
        KillsOneProcess = configuration.Switch(options.KillsOneProcess, "singleProcessOOMKill"),
        ReservedCpus = Cpus(configuration, options.ReservedCpus),
        HasStaticMemory = configuration.Has("memoryManagerPolicy") ? OneOf(configuration, _memoryPolicies, "memoryManagerPolicy") == "Static" : options.HasStaticMemory,
        ReservedMemory = configuration.Has("reservedMemory") ? ReservedMemory(configuration) : options.ReservedMemory,
        TopologyPolicy = configuration.Has("topologyManagerPolicy") ? OneOf(configuration, _topologyPolicies, "topologyManagerPolicy") : options.TopologyPolicy,
        TopologyScope = configuration.Has("topologyManagerScope") ? OneOf(configuration, _scopes, "topologyManagerScope") : options.TopologyScope,
        SwapBehavior = configuration.Has("memorySwap", "swapBehavior") ? OneOf(configuration, _swap, "memorySwap", "swapBehavior") is { Length: > 0 } behavior ? behavior : "NoSwap" : options.SwapBehavior,
    };

    private static long CpuPeriod(KubeletConfiguration configuration, long fallback)
    {
        var period = configuration.Duration(TimeSpan.FromMicroseconds(fallback), "cpuCFSQuotaPeriod");
        return period >= TimeSpan.FromMilliseconds(1) && period <= TimeSpan.FromSeconds(1) ? (long)period.TotalMicroseconds
            : throw new ConfigurationException($"cpuCFSQuotaPeriod: {configuration.Text("", "cpuCFSQuotaPeriod")} must be between 1ms and 1sec, inclusive");
    }

    // Pods live below kubepods, at the root or where the configuration says.
    private static string CgroupRoot(string fallback, KubeletConfiguration configuration) =>
        !configuration.Switch(true, "cgroupsPerQOS") ? "" : configuration.Text("", "cgroupRoot") is { Length: > 0 } root ? $"{root.TrimEnd('/')}/kubepods" : fallback;

    private static int? Score(KubeletConfiguration configuration, int? fallback) => !configuration.Has("oomScoreAdj") ? fallback
        : configuration.Whole(0, "oomScoreAdj") is >= -1000 and <= 1000 and var score ? (int)score : throw new ConfigurationException($"oomScoreAdj: {configuration.Whole(0, "oomScoreAdj")} must be between -1000 and 1000, inclusive");

    private static uint IdsPerPod(KubeletConfiguration configuration, uint fallback) => configuration.Whole(fallback, "userNamespaces", "idsPerPod") is > 0 and <= uint.MaxValue and var ids && ids % PodLifecycle.UserMappings.Least == 0
        ? (uint)ids : throw new ConfigurationException($"userNamespaces.idsPerPod: must be a multiple of {PodLifecycle.UserMappings.Least}");

    private static Uri? Address(KubeletConfiguration configuration, Uri? fallback) => configuration.Text("", "staticPodURL") is not { Length: > 0 } given ? fallback
        : Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : throw new ConfigurationException($"staticPodURL: \"{given}\" is no address");

    private static ImmutableArray<(string, string)> Headers(KubeletConfiguration configuration, ImmutableArray<(string, string)> fallback) => configuration.Tree["staticPodURLHeader"] is not ObjectNode given ? fallback
        : [.. given.SelectMany(static h => (h.Value as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(v => (h.Key, v.Value)))];

    private static int Seconds(KubeletConfiguration configuration, int fallback, params ReadOnlySpan<string> path) => (int)configuration.Duration(TimeSpan.FromSeconds(fallback), path).TotalSeconds;

    private static string OneOf(KubeletConfiguration configuration, string[] allowed, params ReadOnlySpan<string> path)
    {
        var given = configuration.Text("", path);
        return allowed.Contains(given) ? given : throw new ConfigurationException($"{string.Join('.', path)}: \"{given}\" is none of {string.Join(", ", allowed.Where(static a => a.Length > 0))}");
    }

    private static string Cpus(KubeletConfiguration configuration, string fallback)
    {
        try
        {
            if (configuration.Text("", "reservedSystemCPUs") is { Length: > 0 } given) { return CpuSet.Format(CpuSet.Parse(given)); }
            // What is kept for the system in CPU time is kept as whole CPUs where some get them for their own.
            return ConfiguredReservation.All(configuration).TryGetValue("cpu", out var kept) && kept.Sign > 0 ? CpuSet.Format([.. Enumerable.Range(0, (int)((kept.MilliValue + 999) / 1000))]) : fallback;
        }
        catch (FormatException e) { throw new ConfigurationException($"reservedSystemCPUs: {e.Message}", e); }
    }

    // Compat: one threshold given takes the place of all defaults, unless mergeDefaultEvictionSettings says otherwise.
    private static ImmutableArray<EvictionThreshold> Thresholds(ImmutableArray<EvictionThreshold> fallback, KubeletConfiguration configuration)
    {
        if (!configuration.Has("evictionHard")) { return fallback; }
        var given = Signals(configuration, "evictionHard");
        var kept = configuration.Switch(false, "mergeDefaultEvictionSettings") ? EvictionThreshold.Defaults.Where(d => !given.ContainsKey(d.Signal)) : [];
        return [.. kept, .. given.OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => new EvictionThreshold(g.Key, g.Value))];
    }

    // Each needs the time for which it must be crossed.
    private static ImmutableArray<EvictionThreshold> Soft(KubeletConfiguration configuration)
    {
        var graces = configuration.TextMap("evictionSoftGracePeriod");
        return [.. Signals(configuration, "evictionSoft").OrderBy(static g => g.Key, StringComparer.Ordinal).Select(g => new EvictionThreshold(g.Key, g.Value)
        {
            GraceSeconds = graces.TryGetValue(g.Key, out var grace) && CelDuration.TryParse(grace, out var time) && time.Nanoseconds > 0 ? (int)Math.Max(1, time.Nanoseconds / 1_000_000_000) : throw new ConfigurationException($"evictionSoftGracePeriod: grace period must be specified for the soft eviction threshold {g.Key}"),
        })];
    }

    private static ImmutableArray<EvictionThreshold> Reclaiming(ImmutableArray<EvictionThreshold> thresholds, KubeletConfiguration configuration)
    {
        var wanted = Signals(configuration, "evictionMinimumReclaim");
        return [.. thresholds.Select(t => wanted.TryGetValue(t.Signal, out var more) ? t with { Reclaim = more } : t)];
    }

    private static ImmutableDictionary<string, string> Signals(KubeletConfiguration configuration, string field)
    {
        var given = configuration.TextMap(field);
        foreach (var (signal, value) in given)
        {
            if (!_signals.Contains(signal)) { throw new ConfigurationException($"{field}: unknown eviction signal \"{signal}\""); }
            if (!value.EndsWith('%')) { Amount(value, $"{field}.{signal}"); }
            else if (!double.TryParse(value.AsSpan(0, value.Length - 1), System.Globalization.CultureInfo.InvariantCulture, out var percent) || percent is < 0 or > 100) { throw new ConfigurationException($"{field}.{signal}: \"{value}\" is no share"); }
        }
        return given;
    }

    private static ImmutableDictionary<(int, string), long> ReservedMemory(KubeletConfiguration configuration)
    {
        var found = ImmutableDictionary<(int, string), long>.Empty;
        foreach (var entry in configuration.Groups("reservedMemory"))
        {
            var node = (int)((entry["numaNode"] as NumberNode)?.Integer ?? 0);
            foreach (var (resource, amount) in entry["limits"] as ObjectNode ?? ObjectNode.Empty) { found = found.SetItem((node, resource), Amount(KubeletConfiguration.TextOf(amount), $"reservedMemory.limits.{resource}").Value); }
        }
        return found;
    }

    private static FeatureGates Features(FeatureGates given, KubeletConfiguration configuration)
    {
        try { return given.With((configuration.Tree["featureGates"] as ObjectNode ?? ObjectNode.Empty).Select(static g => (g.Key, g.Value is BooleanNode { Value: true }))); }
        catch (FormatException e) { throw new ConfigurationException($"featureGates: {e.Message}", e); }
    }

    private static TracingConfiguration? Tracing(KubeletConfiguration configuration)
    {
        if (configuration.Tree["tracing"] is not ObjectNode fields) { return null; }
        var errors = new FieldErrors();
        var read = TracingConfiguration.Of(fields, FieldPath.Of("tracing"), errors);
        return errors.IsEmpty ? read : throw new ConfigurationException($"invalid configuration: {string.Join(", ", errors.Causes.Select(static c => $"{c.Field}: {c.Message}"))}");
    }

    internal static Quantity Amount(string text, string field) => Quantity.TryParse(text, out var amount) ? amount : throw new ConfigurationException($"{field}: \"{text}\" is no quantity");
}
