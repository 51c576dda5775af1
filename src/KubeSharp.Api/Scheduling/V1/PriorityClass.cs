namespace KubeSharp.Api.Scheduling.V1;

/// <summary>PriorityClass of scheduling/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1.PriorityClass")]
[Kind("scheduling.k8s.io", "v1", "PriorityClass", Plural = "priorityclasses", Singular = "priorityclass", ShortNames = "pc", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record PriorityClass : IApiObject<PriorityClass>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("value", 2, Default = "0")]
    public int? Value { get; init; }

    [Field("globalDefault", 3)]
    public bool? GlobalDefault { get; init; }

    [Field("description", 4)]
    public string? Description { get; init; }

    [Field("preemptionPolicy", 5, Enum = "Never|PreemptLowerPriority", KeepZero = true)]
    public string? PreemptionPolicy { get; init; }
}
