namespace KubeSharp.Api.Networking.V1;

/// <summary>ServiceBackendPort of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceBackendPort", Atomic = true)]
public sealed partial record ServiceBackendPort : IApiRecord<ServiceBackendPort>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("number", 2)]
    public int? Number { get; init; }
}
