namespace KubeSharp.Api.Discovery.V1;

/// <summary>EndpointConditions of discovery/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointConditions")]
public sealed partial record EndpointConditions : IApiRecord<EndpointConditions>
{
    [Field("ready", 1, KeepZero = true)]
    public bool? Ready { get; init; }

    [Field("serving", 2, KeepZero = true)]
    public bool? Serving { get; init; }

    [Field("terminating", 3, KeepZero = true)]
    public bool? Terminating { get; init; }
}
