namespace KubeSharp.Api.Core.V1;

/// <summary>ConfigMap of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMap")]
[Kind("", "v1", "ConfigMap", Plural = "configmaps", Singular = "configmap", Namespaced = true, ShortNames = "cm", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ConfigMap : IApiObject<ConfigMap>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("immutable", 4, KeepZero = true)]
    public bool? Immutable { get; init; }

    [Field("data", 2)]
    public ApiMap<string> Data { get; init; } = ApiMap<string>.Empty;

    [Field("binaryData", 3)]
    public ApiMap<ApiBytes> BinaryData { get; init; } = ApiMap<ApiBytes>.Empty;
}
