using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What controllers say of workloads, and conditions of the common sort. Source: API conventions; each kind's API reference.</summary>
public static class StatusValidation
{
    private const int ReasonLengthMax = 1024, MessageLengthMax = 32 * 1024;
    private static readonly FieldPath _path = FieldPath.Of("status");

    /// <summary>A Deployment's.</summary>
    public static void Deployment(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var status = value.Object("status");
        Naturals(status, errors, "observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas", "collisionCount");
        AtMost(status, "replicas", "status.replicas", errors, "updatedReplicas", "readyReplicas", "availableReplicas");
        AtMost(status, "readyReplicas", "readyReplicas", errors, "availableReplicas");
        Collisions(status, old.Object("status"), errors);
    }

    /// <summary>A ReplicaSet's or a ReplicationController's.</summary>
    public static void ReplicaSet(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var status = value.Object("status");
        Naturals(status, errors, "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "terminatingReplicas", "observedGeneration");
        AtMost(status, "replicas", "status.replicas", errors, "fullyLabeledReplicas", "readyReplicas", "availableReplicas");
        AtMost(status, "readyReplicas", "readyReplicas", errors, "availableReplicas");
    }

    /// <summary>A StatefulSet's.</summary>
    public static void StatefulSet(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var status = value.Object("status");
        Naturals(status, errors, "replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount");
        AtMost(status, "replicas", "status.replicas", errors, "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas");
        AtMost(status, "readyReplicas", "status.readyReplicas", errors, "availableReplicas");
        Collisions(status, old.Object("status"), errors);
    }

    /// <summary>A DaemonSet's.</summary>
    public static void DaemonSet(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var status = value.Object("status");
        Naturals(status, errors, "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration", "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount");
        Collisions(status, old.Object("status"), errors);
    }

    /// <summary>Conditions of metav1: a type each, a status, a reason, a time.</summary>
    public static void Conditions(ArrayNode conditions, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (condition, at) = (conditions[i], path.Index(i));
            var (type, reason) = (condition.Text("type"), condition.Text("reason"));
            if (!seen.Add(type)) { errors.Duplicate(at.Child("type"), type); }
            Names.Check(Names.Qualified(type), at.Child("type"), type, errors);
            if (condition.Text("status") is not ("True" or "False" or "Unknown")) { errors.NotSupported(at.Child("status"), condition.Text("status"), "False", "True", "Unknown"); }
            if (condition.Number("observedGeneration") is { } generation and < 0) { errors.Invalid(at.Child("observedGeneration"), generation, "must be greater than or equal to zero"); }
            if (condition.Text("lastTransitionTime").Length == 0) { errors.Required(at.Child("lastTransitionTime")); }
            if (reason.Length == 0) { errors.Required(at.Child("reason")); }
            else if (!IsReason(reason)) { errors.Invalid(at.Child("reason"), reason, ReasonRule); }
            if (reason.Length > ReasonLengthMax) { errors.TooLong(at.Child("reason"), ReasonLengthMax); }
            if (condition.Text("message").Length > MessageLengthMax) { errors.TooLong(at.Child("message"), MessageLengthMax); }
        }
    }

    private const string ReasonRule =
        "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

    private static bool IsReason(string text) =>
        char.IsAsciiLetter(text[0]) && (char.IsAsciiLetterOrDigit(text[^1]) || text[^1] == '_') && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or ',' or ':');

    private static void Naturals(ObjectNode status, FieldErrors errors, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields) { WorkloadValidation.Natural(status, field, _path, errors); }
    }

    private static void AtMost(ObjectNode status, string limit, string limitName, FieldErrors errors, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if ((status.Number(field) ?? 0) > (status.Number(limit) ?? 0)) { errors.Invalid(_path.Child(field), status.Number(field) ?? 0, $"cannot be greater than {limitName}"); }
        }
    }

    private static void Collisions(ObjectNode status, ObjectNode old, FieldErrors errors)
    {
        if (old.Number("collisionCount") is { } before && (status.Number("collisionCount") is not { } now || now < before)) { errors.Invalid(_path.Child("collisionCount"), status.Number("collisionCount") ?? 0, "cannot be decremented"); }
    }
}
