namespace KubeSharp.Api.Autoscaling.V1;

/// <summary>Scale of autoscaling/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.autoscaling.v1.Scale")]
[Kind("autoscaling", "v1", "Scale")]
public sealed partial record Scale : IApiObject<Scale>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public ScaleSpec Spec { get; init; } = ScaleSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ScaleStatus Status { get; init; } = ScaleStatus.Empty;
}
