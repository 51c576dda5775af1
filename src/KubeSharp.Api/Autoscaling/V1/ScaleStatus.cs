namespace KubeSharp.Api.Autoscaling.V1;

/// <summary>ScaleStatus of autoscaling/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v1.ScaleStatus")]
public sealed partial record ScaleStatus : IApiRecord<ScaleStatus>
{
    [Field("replicas", 1, Required = true, Default = "0")]
    public int Replicas { get; init; }

    [Field("selector", 2)]
    public string? Selector { get; init; }
}
