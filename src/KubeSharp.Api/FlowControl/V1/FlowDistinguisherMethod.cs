namespace KubeSharp.Api.FlowControl.V1;

/// <summary>FlowDistinguisherMethod of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod")]
public sealed partial record FlowDistinguisherMethod : IApiRecord<FlowDistinguisherMethod>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";
}
