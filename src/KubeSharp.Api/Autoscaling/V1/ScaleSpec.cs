namespace KubeSharp.Api.Autoscaling.V1;

/// <summary>ScaleSpec of autoscaling/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v1.ScaleSpec")]
public sealed partial record ScaleSpec : IApiRecord<ScaleSpec>
{
    [Field("replicas", 1, Default = "0")]
    public int? Replicas { get; init; }
}
