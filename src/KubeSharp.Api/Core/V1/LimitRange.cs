namespace KubeSharp.Api.Core.V1;

/// <summary>LimitRange of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LimitRange")]
[Kind("", "v1", "LimitRange", Plural = "limitranges", Singular = "limitrange", Namespaced = true, ShortNames = "limits", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record LimitRange : IApiObject<LimitRange>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public LimitRangeSpec Spec { get; init; } = LimitRangeSpec.Empty;
}
