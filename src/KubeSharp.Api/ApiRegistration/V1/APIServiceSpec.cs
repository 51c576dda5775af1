namespace KubeSharp.Api.ApiRegistration.V1;

/// <summary>APIServiceSpec of apiregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec")]
public sealed partial record APIServiceSpec : IApiRecord<APIServiceSpec>
{
    [Field("service", 1)]
    public ServiceReference? Service { get; init; }

    [Field("group", 2)]
    public string? Group { get; init; }

    [Field("version", 3)]
    public string? Version { get; init; }

    [Field("insecureSkipTLSVerify", 4)]
    public bool? InsecureSkipTLSVerify { get; init; }

    [Field("caBundle", 5, List = "atomic")]
    public ApiBytes? CaBundle { get; init; }

    [Field("groupPriorityMinimum", 7, Required = true, Default = "0")]
    public int GroupPriorityMinimum { get; init; }

    [Field("versionPriority", 8, Required = true, Default = "0")]
    public int VersionPriority { get; init; }
}
