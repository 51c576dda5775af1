namespace KubeSharp.Api.Apps.V1;

/// <summary>DaemonSetStatus of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSetStatus")]
public sealed partial record DaemonSetStatus : IApiRecord<DaemonSetStatus>
{
    [Field("currentNumberScheduled", 1, Required = true, Default = "0")]
    public int CurrentNumberScheduled { get; init; }

    [Field("numberMisscheduled", 2, Required = true, Default = "0")]
    public int NumberMisscheduled { get; init; }

    [Field("desiredNumberScheduled", 3, Required = true, Default = "0")]
    public int DesiredNumberScheduled { get; init; }

    [Field("numberReady", 4, Required = true, Default = "0")]
    public int NumberReady { get; init; }

    [Field("observedGeneration", 5)]
    public long? ObservedGeneration { get; init; }

    [Field("updatedNumberScheduled", 6)]
    public int? UpdatedNumberScheduled { get; init; }

    [Field("numberAvailable", 7)]
    public int? NumberAvailable { get; init; }

    [Field("numberUnavailable", 8)]
    public int? NumberUnavailable { get; init; }

    [Field("collisionCount", 9, KeepZero = true)]
    public int? CollisionCount { get; init; }

    [Field("conditions", 10, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<DaemonSetCondition> Conditions { get; init; } = [];
}
