namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressBackend of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressBackend")]
public sealed partial record IngressBackend : IApiRecord<IngressBackend>
{
    [Field("service", 4)]
    public IngressServiceBackend? Service { get; init; }

    [Field("resource", 3)]
    public Core.V1.TypedLocalObjectReference? Resource { get; init; }
}
