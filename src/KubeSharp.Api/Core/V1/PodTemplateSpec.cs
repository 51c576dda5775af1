namespace KubeSharp.Api.Core.V1;

/// <summary>PodTemplateSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodTemplateSpec")]
public sealed partial record PodTemplateSpec : IApiRecord<PodTemplateSpec>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public PodSpec Spec { get; init; } = PodSpec.Empty;
}
