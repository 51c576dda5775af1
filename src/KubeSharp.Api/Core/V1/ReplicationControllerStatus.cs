namespace KubeSharp.Api.Core.V1;

/// <summary>ReplicationControllerStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationControllerStatus")]
public sealed partial record ReplicationControllerStatus : IApiRecord<ReplicationControllerStatus>
{
    [Field("replicas", 1, Required = true, Default = "0")]
    public int Replicas { get; init; }

    [Field("fullyLabeledReplicas", 2)]
    public int? FullyLabeledReplicas { get; init; }

    [Field("readyReplicas", 4)]
    public int? ReadyReplicas { get; init; }

    [Field("availableReplicas", 5)]
    public int? AvailableReplicas { get; init; }

    [Field("observedGeneration", 3)]
    public long? ObservedGeneration { get; init; }

    [Field("conditions", 6, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<ReplicationControllerCondition> Conditions { get; init; } = [];
}
