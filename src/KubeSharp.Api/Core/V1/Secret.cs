namespace KubeSharp.Api.Core.V1;

/// <summary>Secret of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Secret")]
[Kind("", "v1", "Secret", Plural = "secrets", Singular = "secret", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record Secret : IApiObject<Secret>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("immutable", 5, KeepZero = true)]
    public bool? Immutable { get; init; }

    [Field("data", 2)]
    public ApiMap<ApiBytes> Data { get; init; } = ApiMap<ApiBytes>.Empty;

    [Field("stringData", 4)]
    public ApiMap<string> StringData { get; init; } = ApiMap<string>.Empty;

    [Field("type", 3)]
    public string? Type { get; init; }
}
