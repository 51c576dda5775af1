namespace KubeSharp.Api.Apps.V1;

/// <summary>ReplicaSetSpec of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.ReplicaSetSpec")]
public sealed partial record ReplicaSetSpec : IApiRecord<ReplicaSetSpec>
{
    [Field("replicas", 1, KeepZero = true)]
    public int? Replicas { get; init; }

    [Field("minReadySeconds", 4)]
    public int? MinReadySeconds { get; init; }

    [Field("selector", 2, Required = true)]
    public Meta.V1.LabelSelector Selector { get; init; } = Meta.V1.LabelSelector.Empty;

    [Field("template", 3, Default = "{}")]
    public Core.V1.PodTemplateSpec Template { get; init; } = Core.V1.PodTemplateSpec.Empty;
}
