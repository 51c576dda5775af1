namespace KubeSharp.Api.Apps.V1;

/// <summary>DaemonSetSpec of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetSpec")]
public sealed partial record DaemonSetSpec : IApiRecord<DaemonSetSpec>
{
    [Field("selector", 1, Required = true)]
    public Meta.V1.LabelSelector Selector { get; init; } = Meta.V1.LabelSelector.Empty;

    [Field("template", 2, Required = true, Default = "{}")]
    public Core.V1.PodTemplateSpec Template { get; init; } = Core.V1.PodTemplateSpec.Empty;

    [Field("updateStrategy", 3, Default = "{}")]
    public DaemonSetUpdateStrategy UpdateStrategy { get; init; } = DaemonSetUpdateStrategy.Empty;

    [Field("minReadySeconds", 4)]
    public int? MinReadySeconds { get; init; }

    [Field("revisionHistoryLimit", 6, KeepZero = true)]
    public int? RevisionHistoryLimit { get; init; }
}
