namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>Device of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.Device")]
public sealed partial record Device : IApiRecord<Device>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("basic", 2)]
    public BasicDevice? Basic { get; init; }
}
