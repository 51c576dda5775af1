namespace KubeSharp.Api.Apps.V1;

/// <summary>StatefulSetStatus of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetStatus")]
public sealed partial record StatefulSetStatus : IApiRecord<StatefulSetStatus>
{
    [Field("observedGeneration", 1)]
    public long? ObservedGeneration { get; init; }

    [Field("replicas", 2, Required = true, Default = "0")]
    public int Replicas { get; init; }

    [Field("readyReplicas", 3)]
    public int? ReadyReplicas { get; init; }

    [Field("currentReplicas", 4)]
    public int? CurrentReplicas { get; init; }

    [Field("updatedReplicas", 5)]
    public int? UpdatedReplicas { get; init; }

    [Field("currentRevision", 6)]
    public string? CurrentRevision { get; init; }

    [Field("updateRevision", 7)]
    public string? UpdateRevision { get; init; }

    [Field("collisionCount", 9, KeepZero = true)]
    public int? CollisionCount { get; init; }

    [Field("conditions", 10, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<StatefulSetCondition> Conditions { get; init; } = [];

    [Field("availableReplicas", 11, Default = "0")]
    public int? AvailableReplicas { get; init; }
}
