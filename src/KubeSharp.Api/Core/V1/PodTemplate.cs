namespace KubeSharp.Api.Core.V1;

/// <summary>PodTemplate of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodTemplate")]
[Kind("", "v1", "PodTemplate", Plural = "podtemplates", Singular = "podtemplate", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record PodTemplate : IApiObject<PodTemplate>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("template", 2, Default = "{}")]
    public PodTemplateSpec Template { get; init; } = PodTemplateSpec.Empty;
}
