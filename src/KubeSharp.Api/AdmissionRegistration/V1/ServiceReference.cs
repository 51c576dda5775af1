namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ServiceReference of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ServiceReference")]
public sealed partial record ServiceReference : IApiRecord<ServiceReference>
{
    [Field("namespace", 1, Required = true, Default = "\"\"")]
    public string Namespace { get; init; } = "";

    [Field("name", 2, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("path", 3, KeepZero = true)]
    public string? Path { get; init; }

    [Field("port", 4, KeepZero = true)]
    public int? Port { get; init; }
}
