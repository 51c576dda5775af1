namespace KubeSharp.Api.Discovery.V1;

/// <summary>Endpoint of discovery/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.discovery.v1.Endpoint")]
public sealed partial record Endpoint : IApiRecord<Endpoint>
{
    [Field("addresses", 1, Required = true, List = "set")]
    public ApiList<string> Addresses { get; init; } = [];

    [Field("conditions", 2, Default = "{}")]
    public EndpointConditions Conditions { get; init; } = EndpointConditions.Empty;

    [Field("hostname", 3, KeepZero = true)]
    public string? Hostname { get; init; }

    [Field("targetRef", 4)]
    public Core.V1.ObjectReference? TargetRef { get; init; }

    [Field("deprecatedTopology", 5)]
    public ApiMap<string> DeprecatedTopology { get; init; } = ApiMap<string>.Empty;

    [Field("nodeName", 6, KeepZero = true)]
    public string? NodeName { get; init; }

    [Field("zone", 7, KeepZero = true)]
    public string? Zone { get; init; }

    [Field("hints", 8)]
    public EndpointHints? Hints { get; init; }
}
