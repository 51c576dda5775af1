namespace KubeSharp.Api.Events.V1;

/// <summary>EventSeries of events/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.events.v1.EventSeries")]
public sealed partial record EventSeries : IApiRecord<EventSeries>
{
    [Field("count", 1, Required = true, Default = "0")]
    public int Count { get; init; }

    [Field("lastObservedTime", 2, Required = true, Micro = true, NullIfNone = true)]
    public DateTimeOffset? LastObservedTime { get; init; }
}
