namespace KubeSharp.Api.ApiRegistration.V1;

/// <summary>ServiceReference of apiregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference")]
public sealed partial record ServiceReference : IApiRecord<ServiceReference>
{
    [Field("namespace", 1)]
    public string? Namespace { get; init; }

    [Field("name", 2)]
    public string? Name { get; init; }

    [Field("port", 3, KeepZero = true)]
    public int? Port { get; init; }
}
