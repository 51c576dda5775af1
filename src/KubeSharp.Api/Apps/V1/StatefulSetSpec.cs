namespace KubeSharp.Api.Apps.V1;

/// <summary>StatefulSetSpec of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetSpec")]
public sealed partial record StatefulSetSpec : IApiRecord<StatefulSetSpec>
{
    [Field("replicas", 1, KeepZero = true)]
    public int? Replicas { get; init; }

    [Field("selector", 2, Required = true)]
    public Meta.V1.LabelSelector Selector { get; init; } = Meta.V1.LabelSelector.Empty;

    [Field("template", 3, Required = true, Default = "{}")]
    public Core.V1.PodTemplateSpec Template { get; init; } = Core.V1.PodTemplateSpec.Empty;

    [Field("volumeClaimTemplates", 4, List = "atomic")]
    public ApiList<Core.V1.PersistentVolumeClaim> VolumeClaimTemplates { get; init; } = [];

    [Field("serviceName", 5, Default = "\"\"")]
    public string? ServiceName { get; init; }

    [Field("podManagementPolicy", 6, Enum = "OrderedReady|Parallel")]
    public string? PodManagementPolicy { get; init; }

    [Field("updateStrategy", 7, Default = "{}")]
    public StatefulSetUpdateStrategy UpdateStrategy { get; init; } = StatefulSetUpdateStrategy.Empty;

    [Field("revisionHistoryLimit", 8, KeepZero = true)]
    public int? RevisionHistoryLimit { get; init; }

    [Field("minReadySeconds", 9)]
    public int? MinReadySeconds { get; init; }

    [Field("persistentVolumeClaimRetentionPolicy", 10)]
    public StatefulSetPersistentVolumeClaimRetentionPolicy? PersistentVolumeClaimRetentionPolicy { get; init; }

    [Field("ordinals", 11)]
    public StatefulSetOrdinals? Ordinals { get; init; }
}
