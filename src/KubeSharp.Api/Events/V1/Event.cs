namespace KubeSharp.Api.Events.V1;

/// <summary>Event of events/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.events.v1.Event")]
[Kind("events.k8s.io", "v1", "Event", Plural = "events", Singular = "event", Namespaced = true, ShortNames = "ev", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record Event : IApiObject<Event>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("eventTime", 2, Required = true, Micro = true, NullIfNone = true)]
    public DateTimeOffset? EventTime { get; init; }

    [Field("series", 3)]
    public EventSeries? Series { get; init; }

    [Field("reportingController", 4)]
    public string? ReportingController { get; init; }

    [Field("reportingInstance", 5)]
    public string? ReportingInstance { get; init; }

    [Field("action", 6)]
    public string? Action { get; init; }

    [Field("reason", 7)]
    public string? Reason { get; init; }

    [Field("regarding", 8, Default = "{}")]
    public Core.V1.ObjectReference Regarding { get; init; } = Core.V1.ObjectReference.Empty;

    [Field("related", 9)]
    public Core.V1.ObjectReference? Related { get; init; }

    [Field("note", 10)]
    public string? Note { get; init; }

    [Field("type", 11)]
    public string? Type { get; init; }

    [Field("deprecatedSource", 12, Default = "{}")]
    public Core.V1.EventSource DeprecatedSource { get; init; } = Core.V1.EventSource.Empty;

    [Field("deprecatedFirstTimestamp", 13, NullIfNone = true)]
    public DateTimeOffset? DeprecatedFirstTimestamp { get; init; }

    [Field("deprecatedLastTimestamp", 14, NullIfNone = true)]
    public DateTimeOffset? DeprecatedLastTimestamp { get; init; }

    [Field("deprecatedCount", 15)]
    public int? DeprecatedCount { get; init; }
}
