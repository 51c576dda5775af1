namespace KubeSharp.Api.Core.V1;

/// <summary>ReplicationControllerSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationControllerSpec")]
public sealed partial record ReplicationControllerSpec : IApiRecord<ReplicationControllerSpec>
{
    [Field("replicas", 1, Default = "1", KeepZero = true)]
    public int? Replicas { get; init; }

    [Field("minReadySeconds", 4, Default = "0")]
    public int? MinReadySeconds { get; init; }

    [Field("selector", 2, Map = "atomic")]
    public ApiMap<string> Selector { get; init; } = ApiMap<string>.Empty;

    [Field("template", 3)]
    public PodTemplateSpec? Template { get; init; }
}
