namespace KubeSharp.Api.Networking.V1;

/// <summary>HTTPIngressPath of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.HTTPIngressPath")]
public sealed partial record HTTPIngressPath : IApiRecord<HTTPIngressPath>
{
    [Field("path", 1)]
    public string? Path { get; init; }

    [Field("pathType", 3, Required = true, KeepZero = true, Enum = "Exact|ImplementationSpecific|Prefix")]
    public string PathType { get; init; } = "";

    [Field("backend", 2, Required = true, Default = "{}")]
    public IngressBackend Backend { get; init; } = IngressBackend.Empty;
}
