namespace KubeSharp.Api.Core.V1;

/// <summary>EventSeries of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EventSeries")]
public sealed partial record EventSeries : IApiRecord<EventSeries>
{
    [Field("count", 1)]
    public int? Count { get; init; }

    [Field("lastObservedTime", 2, Micro = true, NullIfNone = true)]
    public DateTimeOffset? LastObservedTime { get; init; }
}
