namespace KubeSharp.Api.Core.V1;

/// <summary>Event of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Event")]
[Kind("", "v1", "Event", Plural = "events", Singular = "event", Namespaced = true, ShortNames = "ev", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record Event : IApiObject<Event>
{
    [Field("metadata", 1, Required = true, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("involvedObject", 2, Required = true, Default = "{}")]
    public ObjectReference InvolvedObject { get; init; } = ObjectReference.Empty;

    [Field("reason", 3)]
    public string? Reason { get; init; }

    [Field("message", 4)]
    public string? Message { get; init; }

    [Field("source", 5, Default = "{}")]
    public EventSource Source { get; init; } = EventSource.Empty;

    [Field("firstTimestamp", 6, NullIfNone = true)]
    public DateTimeOffset? FirstTimestamp { get; init; }

    [Field("lastTimestamp", 7, NullIfNone = true)]
    public DateTimeOffset? LastTimestamp { get; init; }

    [Field("count", 8)]
    public int? Count { get; init; }

    [Field("type", 9)]
    public string? Type { get; init; }

    [Field("eventTime", 10, Micro = true, NullIfNone = true)]
    public DateTimeOffset? EventTime { get; init; }

    [Field("series", 11)]
    public EventSeries? Series { get; init; }

    [Field("action", 12)]
    public string? Action { get; init; }

    [Field("related", 13)]
    public ObjectReference? Related { get; init; }

    [Field("reportingComponent", 14, Default = "\"\"")]
    public string? ReportingComponent { get; init; }

    [Field("reportingInstance", 15, Default = "\"\"")]
    public string? ReportingInstance { get; init; }
}
