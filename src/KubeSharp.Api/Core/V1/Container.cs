namespace KubeSharp.Api.Core.V1;

/// <summary>Container of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Container")]
public sealed partial record Container : IApiRecord<Container>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("image", 2)]
    public string? Image { get; init; }

    [Field("command", 3, List = "atomic")]
    public ApiList<string> Command { get; init; } = [];

    [Field("args", 4, List = "atomic")]
    public ApiList<string> Args { get; init; } = [];

    [Field("workingDir", 5)]
    public string? WorkingDir { get; init; }

    [Field("ports", 6, List = "map", Keys = "containerPort,protocol", Patch = "merge", MergeKey = "containerPort")]
    public ApiList<ContainerPort> Ports { get; init; } = [];

    [Field("envFrom", 19, List = "atomic")]
    public ApiList<EnvFromSource> EnvFrom { get; init; } = [];

    [Field("env", 7, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<EnvVar> Env { get; init; } = [];

    [Field("resources", 8, Default = "{}")]
    public ResourceRequirements Resources { get; init; } = ResourceRequirements.Empty;

    [Field("resizePolicy", 23, List = "atomic")]
    public ApiList<ContainerResizePolicy> ResizePolicy { get; init; } = [];

    [Field("restartPolicy", 24, KeepZero = true)]
    public string? RestartPolicy { get; init; }

    [Field("restartPolicyRules", 25, List = "atomic")]
    public ApiList<ContainerRestartRule> RestartPolicyRules { get; init; } = [];

    [Field("volumeMounts", 9, List = "map", Keys = "mountPath", Patch = "merge", MergeKey = "mountPath")]
    public ApiList<VolumeMount> VolumeMounts { get; init; } = [];

    [Field("volumeDevices", 21, List = "map", Keys = "devicePath", Patch = "merge", MergeKey = "devicePath")]
    public ApiList<VolumeDevice> VolumeDevices { get; init; } = [];

    [Field("livenessProbe", 10)]
    public Probe? LivenessProbe { get; init; }

    [Field("readinessProbe", 11)]
    public Probe? ReadinessProbe { get; init; }

    [Field("startupProbe", 22)]
    public Probe? StartupProbe { get; init; }

    [Field("lifecycle", 12)]
    public Lifecycle? Lifecycle { get; init; }

    [Field("terminationMessagePath", 13)]
    public string? TerminationMessagePath { get; init; }

    [Field("terminationMessagePolicy", 20, Enum = "FallbackToLogsOnError|File")]
    public string? TerminationMessagePolicy { get; init; }

    [Field("imagePullPolicy", 14, Enum = "Always|IfNotPresent|Never")]
    public string? ImagePullPolicy { get; init; }

    [Field("securityContext", 15)]
    public SecurityContext? SecurityContext { get; init; }

    [Field("stdin", 16)]
    public bool? Stdin { get; init; }

    [Field("stdinOnce", 17)]
    public bool? StdinOnce { get; init; }

    [Field("tty", 18)]
    public bool? Tty { get; init; }
}
