namespace KubeSharp.Api.FlowControl.V1;

/// <summary>ServiceAccountSubject of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.ServiceAccountSubject")]
public sealed partial record ServiceAccountSubject : IApiRecord<ServiceAccountSubject>
{
    [Field("namespace", 1, Required = true, Default = "\"\"")]
    public string Namespace { get; init; } = "";

    [Field("name", 2, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
