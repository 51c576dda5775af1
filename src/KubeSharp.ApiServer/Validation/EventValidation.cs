using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Events, in the fields of the core group, as they are stored. Source: API reference of Event, core/v1 and events.k8s.io/v1.</summary>
public static class EventValidation
{
    private const int TextLengthMax = 128, NoteLengthMax = 1024;

    /// <summary>What holds in both groups: it stands in the namespace of what it is about; one with an eventTime says who reports what.</summary>
    public static void Check(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var about = value.Object("involvedObject").Text("namespace");
        var own = value.TextAt("metadata", "namespace") ?? "";
        var isNew = value.Has("eventTime");
        var isElsewhere = about.Length == 0 ? own != "default" && !(isNew && own == "kube-system") : about != own && !isNew;
        if (isElsewhere) { errors.Invalid(FieldPath.Of("involvedObject").Child("namespace"), about, "does not match event.namespace"); }
        if (!isNew) { return; }
        var reporter = value.Text("reportingComponent");
        if (reporter.Length == 0) { errors.Required(FieldPath.Of("reportingController")); }
        Names.Check(Names.Qualified(reporter), FieldPath.Of("reportingController"), reporter, errors);
        foreach (var field in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
        {
            if (value.Text(field).Length == 0) { errors.Required(FieldPath.Of(field)); }
            if (value.Text(field).Length > TextLengthMax) { errors.Invalid(FieldPath.Of(field), "", $"can have at most {TextLengthMax} characters"); }
        }
        if (value.Text("message").Length > NoteLengthMax) { errors.Invalid(FieldPath.Of("message"), "", $"can have at most {NoteLengthMax} characters"); }
    }

    /// <summary>What events.k8s.io/v1 demands beside that.</summary>
    public static void Strict(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        if (old is not null)
        {
            Metadata.ValidateChange(value, old, isAnyFinalizer: false, errors);
            if (!Immutability.Same(value["series"], old["series"])) { Series(value, errors); }
            Immutability.CheckObject(value, old, null, errors, "involvedObject", "ObjectReference");
            Immutability.Check(value, old, null, errors, "reason", "message");
            Immutability.CheckObject(value, old, null, errors, "source", "EventSource");
            Immutability.Check(value, old, null, errors, "firstTimestamp", "lastTimestamp", "count", "reason", "type", "eventTime", "action");
            Immutability.CheckObject(value, old, null, errors, "related", "ObjectReference");
            if (value.Text("reportingComponent") != old.Text("reportingComponent")) { errors.Invalid(FieldPath.Of("reportingController"), value.Text("reportingComponent"), Immutability.Rule); }
            Immutability.Check(value, old, null, errors, "reportingInstance");
            return;
        }
        Metadata.Validate(value, NameRule.DnsSubdomain, errors);
        Series(value, errors);
        if (!value.Has("eventTime")) { errors.Required(FieldPath.Of("eventTime")); }
        if (value.Text("type") is var type && type is not ("Normal" or "Warning")) { errors.Invalid(FieldPath.Of("type"), "", $"has invalid value: {type}"); }
        foreach (var field in (ReadOnlySpan<string>)["firstTimestamp", "lastTimestamp"])
        {
            if (value.Has(field)) { errors.Invalid(FieldPath.Of(field), "", "needs to be unset"); }
        }
        if (value.Number("count") is not (null or 0)) { errors.Invalid(FieldPath.Of("count"), "", "needs to be unset"); }
        if (value.Object("source") is var source && (source.Text("component").Length > 0 || source.Text("host").Length > 0)) { errors.Invalid(FieldPath.Of("source"), "", "needs to be unset"); }
    }

    private static void Series(ObjectNode value, FieldErrors errors)
    {
        if (!value.Has("series")) { return; }
        if ((value.Object("series").Number("count") ?? 0) < 2) { errors.Invalid(FieldPath.Of("series").Child("count"), "", "should be at least 2"); }
        if (!value.Object("series").Has("lastObservedTime")) { errors.Required(FieldPath.Of("series").Child("lastObservedTime")); }
    }
}
