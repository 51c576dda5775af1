namespace KubeSharp.Api.Apps.V1;

/// <summary>DeploymentStatus of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentStatus")]
public sealed partial record DeploymentStatus : IApiRecord<DeploymentStatus>
{
    [Field("observedGeneration", 1)]
    public long? ObservedGeneration { get; init; }

    [Field("replicas", 2)]
    public int? Replicas { get; init; }

    [Field("updatedReplicas", 3)]
    public int? UpdatedReplicas { get; init; }

    [Field("readyReplicas", 7)]
    public int? ReadyReplicas { get; init; }

    [Field("availableReplicas", 4)]
    public int? AvailableReplicas { get; init; }

    [Field("unavailableReplicas", 5)]
    public int? UnavailableReplicas { get; init; }

    [Field("terminatingReplicas", 9, KeepZero = true)]
    public int? TerminatingReplicas { get; init; }

    [Field("conditions", 6, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<DeploymentCondition> Conditions { get; init; } = [];

    [Field("collisionCount", 8, KeepZero = true)]
    public int? CollisionCount { get; init; }
}
