namespace KubeSharp.Api.Core.V1;

/// <summary>EphemeralContainer of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EphemeralContainer")]
public sealed partial record EphemeralContainer : IApiRecord<EphemeralContainer>
{
    [Field("name", 0, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("image", 0)]
    public string? Image { get; init; }

    [Field("command", 0, List = "atomic")]
    public ApiList<string> Command { get; init; } = [];

    [Field("args", 0, List = "atomic")]
    public ApiList<string> Args { get; init; } = [];

    [Field("workingDir", 0)]
    public string? WorkingDir { get; init; }

    [Field("ports", 0, List = "map", Keys = "containerPort,protocol", Patch = "merge", MergeKey = "containerPort")]
    public ApiList<ContainerPort> Ports { get; init; } = [];

    [Field("envFrom", 0, List = "atomic")]
    public ApiList<EnvFromSource> EnvFrom { get; init; } = [];

    [Field("env", 0, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<EnvVar> Env { get; init; } = [];

    [Field("resources", 0, Default = "{}")]
    public ResourceRequirements Resources { get; init; } = ResourceRequirements.Empty;

    [Field("resizePolicy", 0, List = "atomic")]
    public ApiList<ContainerResizePolicy> ResizePolicy { get; init; } = [];

    [Field("restartPolicy", 0, KeepZero = true)]
    public string? RestartPolicy { get; init; }

    [Field("restartPolicyRules", 0, List = "atomic")]
    public ApiList<ContainerRestartRule> RestartPolicyRules { get; init; } = [];

    [Field("volumeMounts", 0, List = "map", Keys = "mountPath", Patch = "merge", MergeKey = "mountPath")]
    public ApiList<VolumeMount> VolumeMounts { get; init; } = [];

    [Field("volumeDevices", 0, List = "map", Keys = "devicePath", Patch = "merge", MergeKey = "devicePath")]
    public ApiList<VolumeDevice> VolumeDevices { get; init; } = [];

    [Field("livenessProbe", 0)]
    public Probe? LivenessProbe { get; init; }

    [Field("readinessProbe", 0)]
    public Probe? ReadinessProbe { get; init; }

    [Field("startupProbe", 0)]
    public Probe? StartupProbe { get; init; }

    [Field("lifecycle", 0)]
    public Lifecycle? Lifecycle { get; init; }

    [Field("terminationMessagePath", 0)]
    public string? TerminationMessagePath { get; init; }

    [Field("terminationMessagePolicy", 0, Enum = "FallbackToLogsOnError|File")]
    public string? TerminationMessagePolicy { get; init; }

    [Field("imagePullPolicy", 0, Enum = "Always|IfNotPresent|Never")]
    public string? ImagePullPolicy { get; init; }

    [Field("securityContext", 0)]
    public SecurityContext? SecurityContext { get; init; }

    [Field("stdin", 0)]
    public bool? Stdin { get; init; }

    [Field("stdinOnce", 0)]
    public bool? StdinOnce { get; init; }

    [Field("tty", 0)]
    public bool? Tty { get; init; }

    [Field("targetContainerName", 2)]
    public string? TargetContainerName { get; init; }
}
