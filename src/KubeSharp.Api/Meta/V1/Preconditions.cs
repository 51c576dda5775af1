namespace KubeSharp.Api.Meta.V1;

/// <summary>Preconditions of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions")]
public sealed partial record Preconditions : IApiRecord<Preconditions>
{
    [Field("uid", 1, KeepZero = true)]
    public string? Uid { get; init; }

    [Field("resourceVersion", 2, KeepZero = true)]
    public string? ResourceVersion { get; init; }
}
