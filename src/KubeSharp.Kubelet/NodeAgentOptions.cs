using System.Collections.Immutable;
using System.Net;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Machinery.Features;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.Kubelet;

/// <summary>How a node agent is set up.</summary>
public sealed record NodeAgentOptions
{
    /// <summary>The node's name: a DNS name in lower case.</summary>
    public required string NodeName { get; init; }
    /// <summary>Its addresses, the first one first.</summary>
    public required ImmutableArray<string> Addresses { get; init; }
    /// <summary>Its host name; empty: the node's name.</summary>
    public string Hostname { get; init; } = "";
    /// <summary>Folder of pods' files.</summary>
    public string RootFolder { get; init; } = "/var/lib/kubelet";
    /// <summary>Folder of pods' logs.</summary>
    public string LogFolder { get; init; } = "/var/log/pods";
    /// <summary>Folder of static pods' manifests; empty: none.</summary>
    public string StaticPodFolder { get; init; } = "";
    /// <summary>Time between looks at that folder.</summary>
    public TimeSpan StaticPodPeriod { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Address of more manifests of static pods; null: none.</summary>
    public Uri? StaticPodAddress { get; init; }
    /// <summary>Headers sent there.</summary>
    public ImmutableArray<(string Name, string Value)> StaticPodHeaders { get; init; } = [];
    /// <summary>Time between looks there.</summary>
    public TimeSpan StaticPodAddressPeriod { get; init; } = TimeSpan.FromSeconds(20);
    /// <summary>Port at which <see cref="NodeAgent.Handler"/> is served.</summary>
    public int Port { get; init; } = 10250;
    /// <summary>Port at which <see cref="NodeAgent.HealthHandler"/> is served without TLS; 0: nowhere.</summary>
    public int HealthPort { get; init; } = 10248;
    /// <summary>The address at which it is.</summary>
    public IPAddress HealthAddress { get; init; } = IPAddress.Loopback;
    /// <summary>Port at which <see cref="NodeAgent.ReadOnlyHandler"/> is served without TLS; 0: nowhere.</summary>
    public int ReadOnlyPort { get; init; }
    /// <summary>Whether requests are answered at all, health aside.</summary>
    public bool ServesRequests { get; init; } = true;
    /// <summary>The least version of TLS that is spoken, by upstream's name; empty: VersionTLS12.</summary>
    public string TlsMinVersion { get; init; } = "";
    /// <summary>Suites of ciphers that are spoken, by their names; none: the safe ones.</summary>
    public ImmutableArray<string> TlsSuites { get; init; } = [];
    /// <summary>Addresses of the cluster's DNS.</summary>
    public ImmutableArray<string> ClusterDns { get; init; } = [];
    /// <summary>Domain of the cluster.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";
    /// <summary>The node's resolver configuration, given to pods.</summary>
    public string ResolvConf { get; init; } = "/etc/resolv.conf";
    /// <summary>Most pods the node takes.</summary>
    public int PodsMax { get; init; } = 110;
    /// <summary>Processes a pod may have; 0: any number, as upstream's default.</summary>
    public long PodPidsMax { get; init; }
    /// <summary>Guaranteed pods that ask for whole CPUs get them for their own; default: all pods share all.</summary>
    public bool HasStaticCpus { get; init; }
    /// <summary>CPUs that no pod gets for its own, as the kernel writes them; at least one where there are own ones.</summary>
    public string ReservedCpus { get; init; } = "0";
    /// <summary>How CPUs of one's own are chosen, by upstream's names of the options; default: as upstream's defaults.</summary>
    public ImmutableDictionary<string, string> CpuOptions { get; init; } = ImmutableDictionary<string, string>.Empty;
    /// <summary>Guaranteed pods get their memory from memory nodes of their own; default: all pods share all.</summary>
    public bool HasStaticMemory { get; init; }
    /// <summary>Memory that no pod gets for its own, by memory node and resource.</summary>
    public ImmutableDictionary<(int Node, string Resource), long> ReservedMemory { get; init; } = ImmutableDictionary<(int, string), long>.Empty;
    /// <summary>How CPUs, memory and devices are brought together: none, best-effort, restricted, single-numa-node.</summary>
    public string TopologyPolicy { get; init; } = "none";
    /// <summary>For each container or for the pod as one: container, pod.</summary>
    public string TopologyScope { get; init; } = "container";
    /// <summary>What is kept for the system and the agent: taken off what pods may use.</summary>
    public ApiMap<Quantity> Reserved { get; init; } = ApiMap<Quantity>.Empty;
    /// <summary>What swap pods may use: NoSwap, LimitedSwap (burstable pods in proportion to their memory).</summary>
    public string SwapBehavior { get; init; } = "NoSwap";
    /// <summary>Seccomp profile where a pod names none: RuntimeDefault or Unconfined.</summary>
    public string SeccompDefault { get; init; } = "Unconfined";
    /// <summary>Longest wait before a container that fails is started again, seconds.</summary>
    public int RestartMaxSeconds { get; init; } = PodLifecycle.RestartBackoff.MaxSeconds;
    /// <summary>How pods end when the node shuts down, the lowest priority first; none: the node's shutdown is not waited for.</summary>
    public ImmutableArray<Shutdown.ShutdownGroup> ShutdownGroups { get; init; } = [];
    /// <summary>The configuration that the agent was started with, for whoever asks for it.</summary>
    public Configuration.KubeletConfiguration Configuration { get; init; } = KubeSharp.Kubelet.Configuration.KubeletConfiguration.Empty;
    /// <summary>How many nodes share the machine at the time: each promises its part of it. Default 1.</summary>
    public Func<int> MachineShares { get; init; } = static () => 1;
    /// <summary>Labels of the node at its registration.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>Taints of the node at its registration.</summary>
    public ImmutableArray<Taint> Taints { get; init; } = [];
    /// <summary>Id at a cloud provider; empty: none.</summary>
    public string ProviderId { get; init; } = "";
    /// <summary>Register the node at the API server.</summary>
    public bool RegisterNode { get; init; } = true;
    /// <summary>Pods together may use no more than what is not kept for the system and the agent.</summary>
    public bool EnforcesAllocatable { get; init; } = true;
    /// <summary>Control groups of the system's and the agent's that have no more than what is kept for them.</summary>
    public ImmutableArray<Resources.ReservedGroup> ReservedGroups { get; init; } = [];
    /// <summary>The agent's own OOM score adjustment, -1000 to 1000; null: as it was started.</summary>
    public int? OomScoreAdjust { get; init; }
    /// <summary>Takes the processes outside of all groups that the kernel has ended for want of memory since the last time; null: nobody looks.</summary>
    public Func<IReadOnlyList<Runtime.SystemKill>>? TakeSystemKills { get; init; }
    /// <summary>User and group ids that a pod with users of its own gets.</summary>
    public uint IdsPerPod { get; init; } = 65_536;
    /// <summary>Limits of CPU bind.</summary>
    public bool BoundsCpu { get; init; } = true;
    /// <summary>The period in which a limit of CPU is counted, microseconds.</summary>
    public long CpuPeriodMicroseconds { get; init; } = Containers.ResourceConversion.QuotaPeriodMicroseconds;
    /// <summary>Where memory runs out, one process of a container is ended and not all of them; on the unified hierarchy only.</summary>
    public bool KillsOneProcess { get; init; }
    /// <summary>Control group under which pods live, as /kubepods; empty: the runtime's choice.</summary>
    public string CgroupRoot { get; init; } = "";
    /// <summary>Where the runtime does not say it: systemd keeps the control groups.</summary>
    public bool UsesSystemdCgroups { get; init; }
    /// <summary>The lowest OOM score that can be set; 0 where the process lacks CAP_SYS_RESOURCE.</summary>
    public int OomScoreMin { get; init; } = -1000;
    /// <summary>Seconds between looks at the node's condition.</summary>
    public int StatusPeriodSeconds { get; init; } = 10;
    /// <summary>Seconds after which an unchanged status is reported again.</summary>
    public int StatusReportSeconds { get; init; } = 300;
    /// <summary>Seconds a lease lasts; it is renewed four times in that time.</summary>
    public int LeaseSeconds { get; init; } = 40;
    /// <summary>Size at which a log file is rotated, bytes.</summary>
    public long LogFileMaxBytes { get; init; } = 10 << 20;
    /// <summary>Seconds between looks at the size of log files.</summary>
    public int LogPeriodSeconds { get; init; } = 10;
    /// <summary>Log files kept a container.</summary>
    public int LogFilesMax { get; init; } = 5;
    /// <summary>How little of memory, disk and process ids may be left before pods are ended.</summary>
    public ImmutableArray<Eviction.EvictionThreshold> EvictionHard { get; init; } = Eviction.EvictionThreshold.Defaults;
    /// <summary>How little may be left for how long before pods are ended with a grace of their own.</summary>
    public ImmutableArray<Eviction.EvictionThreshold> EvictionSoft { get; init; } = [];
    /// <summary>Most seconds that a pod has to end where it is ended before something runs out.</summary>
    public long EvictionGraceMaxSeconds { get; init; }
    /// <summary>Seconds for which a condition of the node holds after its cause went.</summary>
    public int PressureSeconds { get; init; } = 300;
    /// <summary>Images pulled at a time; 0: any number.</summary>
    public int PullsMax { get; init; } = 1;
    /// <summary>Pulls begun a second in the long run; 0: any number.</summary>
    public int PullsPerSecond { get; init; } = 5;
    /// <summary>Pulls begun at once.</summary>
    public int PullBurst { get; init; } = 10;
    /// <summary>Which images that are there need a login of the pod's own.</summary>
    public Images.ImageVerification ImageVerification { get; init; } = Images.ImageVerification.Default;
    /// <summary>Programs that give logins to registries.</summary>
    public ImmutableArray<Images.Providers.ProviderSettings> CredentialProviders { get; init; } = [];
    /// <summary>Images told in the node's status; -1: all.</summary>
    public int ReportedImagesMax { get; init; } = 50;
    /// <summary>How long an image is known before it may be removed.</summary>
    public TimeSpan ImageAgeMin { get; init; } = TimeSpan.FromMinutes(2);
    /// <summary>How long an image may be unused before it is removed however much room there is; zero: for ever.</summary>
    public TimeSpan ImageAgeMax { get; init; }
    /// <summary>Share of the disk in use from which images are removed; 100: never.</summary>
    public int ImageHighPercent { get; init; } = 85;
    /// <summary>Share of the disk in use down to which images are removed.</summary>
    public int ImageLowPercent { get; init; } = 80;
    /// <summary>The runtime's images where image volumes are mounted through it; null: the runtime mounts them itself.</summary>
    public Cri.Images.IImageStore? ImageStore { get; init; }
    /// <summary>Unsafe kernel settings that pods may have; a name may end in *.</summary>
    public ImmutableArray<string> AllowedUnsafeSysctls { get; init; } = [];
    /// <summary>Features that are on. Of these GracefulNodeShutdown, GracefulNodeShutdownBasedOnPodPriority, KubeletCrashLoopBackOffMax and PodReadyToStartContainersCondition switch something; all are told in /metrics.</summary>
    public FeatureGates Features { get; init; } = FeatureGates.Default;
    /// <summary>Where traces go; null: there are none.</summary>
    public TracingConfiguration? Tracing { get; init; }
    /// <summary>Records what is done for a pod and what is asked of the node; null: nothing does.</summary>
    public Tracer? Tracer { get; init; }
    /// <summary>Others that write metrics beside the agent's.</summary>
    public ImmutableArray<Action<StringBuilder>> OtherMetrics { get; init; } = [];
    /// <summary>Containers may be entered, read from and connected to through the agent.</summary>
    public bool AllowsDebugging { get; init; } = true;
    /// <summary>Whether a request to <see cref="NodeAgent.Handler"/> may be answered; null: none may.</summary>
    public Func<Microsoft.AspNetCore.Http.HttpContext, CancellationToken, Task<bool>>? Authorize { get; init; }
}
