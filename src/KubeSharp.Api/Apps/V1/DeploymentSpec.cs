namespace KubeSharp.Api.Apps.V1;

/// <summary>DeploymentSpec of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentSpec")]
public sealed partial record DeploymentSpec : IApiRecord<DeploymentSpec>
{
    [Field("replicas", 1, KeepZero = true)]
    public int? Replicas { get; init; }

    [Field("selector", 2, Required = true)]
    public Meta.V1.LabelSelector Selector { get; init; } = Meta.V1.LabelSelector.Empty;

    [Field("template", 3, Required = true, Default = "{}")]
    public Core.V1.PodTemplateSpec Template { get; init; } = Core.V1.PodTemplateSpec.Empty;

    [Field("strategy", 4, Patch = "retainKeys", Default = "{}")]
    public DeploymentStrategy Strategy { get; init; } = DeploymentStrategy.Empty;

    [Field("minReadySeconds", 5)]
    public int? MinReadySeconds { get; init; }

    [Field("revisionHistoryLimit", 6, KeepZero = true)]
    public int? RevisionHistoryLimit { get; init; }

    [Field("paused", 7)]
    public bool? Paused { get; init; }

    [Field("progressDeadlineSeconds", 9, KeepZero = true)]
    public int? ProgressDeadlineSeconds { get; init; }
}
