namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStatus")]
public sealed partial record ContainerStatus : IApiRecord<ContainerStatus>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("state", 2, Default = "{}")]
    public ContainerState State { get; init; } = ContainerState.Empty;

    [Field("lastState", 3, Default = "{}")]
    public ContainerState LastState { get; init; } = ContainerState.Empty;

    [Field("ready", 4, Required = true, Default = "false")]
    public bool Ready { get; init; }

    [Field("restartCount", 5, Required = true, Default = "0")]
    public int RestartCount { get; init; }

    [Field("image", 6, Required = true, Default = "\"\"")]
    public string Image { get; init; } = "";

    [Field("imageID", 7, Required = true, Default = "\"\"")]
    public string ImageID { get; init; } = "";

    [Field("containerID", 8)]
    public string? ContainerID { get; init; }

    [Field("started", 9, KeepZero = true)]
    public bool? Started { get; init; }

    [Field("allocatedResources", 10)]
    public ApiMap<Quantity> AllocatedResources { get; init; } = ApiMap<Quantity>.Empty;

    [Field("resources", 11)]
    public ResourceRequirements? Resources { get; init; }

    [Field("volumeMounts", 12, List = "map", Keys = "mountPath", Patch = "merge", MergeKey = "mountPath")]
    public ApiList<VolumeMountStatus> VolumeMounts { get; init; } = [];

    [Field("user", 13)]
    public ContainerUser? User { get; init; }

    [Field("allocatedResourcesStatus", 14, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<ResourceStatus> AllocatedResourcesStatus { get; init; } = [];

    [Field("stopSignal", 15, Enum = "SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ", KeepZero = true)]
    public string? StopSignal { get; init; }
}
