namespace KubeSharp.Api.Core.V1;

/// <summary>EventSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EventSource")]
public sealed partial record EventSource : IApiRecord<EventSource>
{
    [Field("component", 1)]
    public string? Component { get; init; }

    [Field("host", 2)]
    public string? Host { get; init; }
}
