namespace KubeSharp.Api.FlowControl.V1;

/// <summary>LimitResponse of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.LimitResponse")]
public sealed partial record LimitResponse : IApiRecord<LimitResponse>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("queuing", 2)]
    public QueuingConfiguration? Queuing { get; init; }
}
