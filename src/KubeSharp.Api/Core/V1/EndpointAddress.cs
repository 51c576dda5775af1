namespace KubeSharp.Api.Core.V1;

/// <summary>EndpointAddress of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EndpointAddress", Atomic = true)]
public sealed partial record EndpointAddress : IApiRecord<EndpointAddress>
{
    [Field("ip", 1, Required = true, Default = "\"\"")]
    public string Ip { get; init; } = "";

    [Field("hostname", 3)]
    public string? Hostname { get; init; }

    [Field("nodeName", 4, KeepZero = true)]
    public string? NodeName { get; init; }

    [Field("targetRef", 2)]
    public ObjectReference? TargetRef { get; init; }
}
