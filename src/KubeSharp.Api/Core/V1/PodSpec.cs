namespace KubeSharp.Api.Core.V1;

/// <summary>PodSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodSpec")]
public sealed partial record PodSpec : IApiRecord<PodSpec>
{
    [Field("volumes", 1, List = "map", Keys = "name", Patch = "merge,retainKeys", MergeKey = "name")]
    public ApiList<Volume> Volumes { get; init; } = [];

    [Field("initContainers", 20, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<Container> InitContainers { get; init; } = [];

    [Field("containers", 2, Required = true, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<Container> Containers { get; init; } = [];

    [Field("ephemeralContainers", 34, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<EphemeralContainer> EphemeralContainers { get; init; } = [];

    [Field("restartPolicy", 3, Enum = "Always|Never|OnFailure")]
    public string? RestartPolicy { get; init; }

    [Field("terminationGracePeriodSeconds", 4, KeepZero = true)]
    public long? TerminationGracePeriodSeconds { get; init; }

    [Field("activeDeadlineSeconds", 5, KeepZero = true)]
    public long? ActiveDeadlineSeconds { get; init; }

    [Field("dnsPolicy", 6, Enum = "ClusterFirst|ClusterFirstWithHostNet|Default|None")]
    public string? DnsPolicy { get; init; }

    [Field("nodeSelector", 7, Map = "atomic")]
    public ApiMap<string> NodeSelector { get; init; } = ApiMap<string>.Empty;

    [Field("serviceAccountName", 8)]
    public string? ServiceAccountName { get; init; }

    [Field("serviceAccount", 9)]
    public string? ServiceAccount { get; init; }

    [Field("automountServiceAccountToken", 21, KeepZero = true)]
    public bool? AutomountServiceAccountToken { get; init; }

    [Field("nodeName", 10)]
    public string? NodeName { get; init; }

    [Field("hostNetwork", 11)]
    public bool? HostNetwork { get; init; }

    [Field("hostPID", 12)]
    public bool? HostPID { get; init; }

    [Field("hostIPC", 13)]
    public bool? HostIPC { get; init; }

    [Field("shareProcessNamespace", 27, KeepZero = true)]
    public bool? ShareProcessNamespace { get; init; }

    [Field("securityContext", 14)]
    public PodSecurityContext? SecurityContext { get; init; }

    [Field("imagePullSecrets", 15, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<LocalObjectReference> ImagePullSecrets { get; init; } = [];

    [Field("hostname", 16)]
    public string? Hostname { get; init; }

    [Field("subdomain", 17)]
    public string? Subdomain { get; init; }

    [Field("affinity", 18)]
    public Affinity? Affinity { get; init; }

    [Field("schedulerName", 19)]
    public string? SchedulerName { get; init; }

    [Field("tolerations", 22, List = "atomic")]
    public ApiList<Toleration> Tolerations { get; init; } = [];

    [Field("hostAliases", 23, List = "map", Keys = "ip", Patch = "merge", MergeKey = "ip")]
    public ApiList<HostAlias> HostAliases { get; init; } = [];

    [Field("priorityClassName", 24)]
    public string? PriorityClassName { get; init; }

    [Field("priority", 25, KeepZero = true)]
    public int? Priority { get; init; }

    [Field("dnsConfig", 26)]
    public PodDNSConfig? DnsConfig { get; init; }

    [Field("readinessGates", 28, List = "atomic")]
    public ApiList<PodReadinessGate> ReadinessGates { get; init; } = [];

    [Field("runtimeClassName", 29, KeepZero = true)]
    public string? RuntimeClassName { get; init; }

    [Field("enableServiceLinks", 30, KeepZero = true)]
    public bool? EnableServiceLinks { get; init; }

    [Field("preemptionPolicy", 31, Enum = "Never|PreemptLowerPriority", KeepZero = true)]
    public string? PreemptionPolicy { get; init; }

    [Field("overhead", 32)]
    public ApiMap<Quantity> Overhead { get; init; } = ApiMap<Quantity>.Empty;

    [Field("topologySpreadConstraints", 33, List = "map", Keys = "topologyKey,whenUnsatisfiable", Patch = "merge", MergeKey = "topologyKey")]
    public ApiList<TopologySpreadConstraint> TopologySpreadConstraints { get; init; } = [];

    [Field("setHostnameAsFQDN", 35, KeepZero = true)]
    public bool? SetHostnameAsFQDN { get; init; }

    [Field("os", 36)]
    public PodOS? Os { get; init; }

    [Field("hostUsers", 37, KeepZero = true)]
    public bool? HostUsers { get; init; }

    [Field("schedulingGates", 38, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<PodSchedulingGate> SchedulingGates { get; init; } = [];

    [Field("resourceClaims", 39, List = "map", Keys = "name", Patch = "merge,retainKeys", MergeKey = "name")]
    public ApiList<PodResourceClaim> ResourceClaims { get; init; } = [];

    [Field("resources", 40)]
    public ResourceRequirements? Resources { get; init; }

    [Field("hostnameOverride", 41, KeepZero = true)]
    public string? HostnameOverride { get; init; }

    [Field("schedulingGroup", 43)]
    public PodSchedulingGroup? SchedulingGroup { get; init; }
}
