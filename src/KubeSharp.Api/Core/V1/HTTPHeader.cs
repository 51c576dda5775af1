namespace KubeSharp.Api.Core.V1;

/// <summary>HTTPHeader of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.HTTPHeader")]
public sealed partial record HTTPHeader : IApiRecord<HTTPHeader>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("value", 2, Required = true, Default = "\"\"")]
    public string Value { get; init; } = "";
}
