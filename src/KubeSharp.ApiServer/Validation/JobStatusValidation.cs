using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>
/// What a Job has come to: any controller may say it (managedBy), so it must fit together. Most is looked at only where it changes: a spec that
/// has just been changed may disagree with the status for a while. Source: Jobs; KEP-4368.
/// </summary>
public static class JobStatusValidation
{
    private static readonly FieldPath _path = FieldPath.Of("status");
    private static readonly FieldPath _conditions = _path.Child("conditions");

    /// <summary>A changed status.</summary>
    public static void Check(ObjectNode job, ObjectNode old, FieldErrors errors)
    {
        var (status, before) = (job.Object("status"), old.Object("status"));
        foreach (var field in (ReadOnlySpan<string>)["active", "succeeded", "failed", "ready", "terminating"]) { WorkloadValidation.Natural(status, field, _path, errors); }
        Uncounted(status.Object("uncountedTerminatedPods"), errors);
        Conditions(status, before, job.Object("spec"), errors);
        Finished(status, before, errors);
        Times(status, before, job.Object("spec"), errors);
        Indexes(status, before, job.Object("spec"), errors);
        Counters(status, before, job.Object("spec"), errors);
    }

    private static void Uncounted(ObjectNode pods, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in (ReadOnlySpan<string>)["succeeded", "failed"])
        {
            var ids = pods.Items(field);
            for (var i = 0; i < ids.Count; i++)
            {
                var (id, at) = ((ids[i] as StringNode)?.Value ?? "", _path.Child("uncountedTerminatedPods").Child(field).Index(i));
                if (id.Length == 0) { errors.Invalid(at, id, "must not be empty"); }
                else if (!seen.Add(id)) { errors.Duplicate(at, id); }
            }
        }
    }

    private static void Conditions(ObjectNode status, ObjectNode before, ObjectNode spec, FieldErrors errors)
    {
        bool Is(string type) => IsTrue(status, type);
        bool Changes(string type) => IsTrue(status, type) != IsTrue(before, type);
        void Refuse(bool isWrong, string rule)
        {
            if (isWrong) { errors.Invalid(_conditions, status["conditions"], rule); }
        }
        Refuse((Changes("Complete") || Changes("Failed")) && Is("Complete") && Is("Failed"), "cannot set Complete=True and Failed=true conditions");
        Refuse((Changes("Complete") || Changes("FailureTarget")) && Is("Complete") && Is("FailureTarget"), "cannot set Complete=True and FailureTarget=true conditions");
        Refuse(Changes("Failed") && Is("Failed") && !Is("FailureTarget"), "cannot set Failed=True condition without the FailureTarget=true condition");
        Refuse(Changes("Complete") && Is("Complete") && !Is("SuccessCriteriaMet"), "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        Refuse(Is("SuccessCriteriaMet") && Is("Failed"), "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        Refuse(Is("SuccessCriteriaMet") && Is("FailureTarget"), "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        Refuse(spec.Has("successPolicy") && !Is("SuccessCriteriaMet") && Is("Complete"), "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
        foreach (var type in (ReadOnlySpan<string>)["Failed", "Complete", "FailureTarget"]) { Refuse(IsTrue(before, type) && !Is(type), $"cannot disable the terminal {type}=True condition"); }
        Refuse(IsTrue(before, "SuccessCriteriaMet") && !Is("SuccessCriteriaMet"), "cannot disable the SuccessCriteriaMet=True condition");
        Refuse(IsTrue(before, "Complete") && !IsTrue(before, "SuccessCriteriaMet") && Is("SuccessCriteriaMet"), "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }

    private static void Finished(ObjectNode status, ObjectNode before, FieldErrors errors)
    {
        if (!IsFinished(status)) { return; }
        bool Changes(string field) => !IsFinished(before) || !Immutability.Same(status[field], before[field]);
        if (Changes("active") && status.Number("active") > 0) { errors.Invalid(_path.Child("active"), status["active"], "active>0 is invalid for finished job"); }
        if (Changes("startTime") && !status.Has("startTime")) { errors.Required(_path.Child("startTime"), "startTime is required for finished job"); }
        if (Changes("terminating") && status.Number("terminating") > 0) { errors.Invalid(_path.Child("terminating"), status["terminating"], "terminating>0 is invalid for finished job"); }
        var uncounted = status.Object("uncountedTerminatedPods");
        if (Changes("uncountedTerminatedPods") && uncounted.Items("failed").Count + uncounted.Items("succeeded").Count > 0) { errors.Invalid(_path.Child("uncountedTerminatedPods"), uncounted, "uncountedTerminatedPods needs to be empty for finished job"); }
    }

    private static void Times(ObjectNode status, ObjectNode before, ObjectNode spec, FieldErrors errors)
    {
        bool Changes(string field) => !Immutability.Same(status[field], before[field]);
        var (isComplete, at) = (IsTrue(status, "Complete"), _path.Child("completionTime"));
        if (isComplete != IsTrue(before, "Complete") || Changes("completionTime"))
        {
            if (status.Has("completionTime") && !isComplete) { errors.Invalid(at, status["completionTime"], "cannot set completionTime when there is no Complete=True condition"); }
            if (!status.Has("completionTime") && isComplete) { errors.Required(at, "completionTime is required for Complete jobs"); }
        }
        // Both are as the server shows times: their order is that of their texts.
        if ((Changes("startTime") || Changes("completionTime")) && status.Has("startTime") && status.Has("completionTime") && string.CompareOrdinal(status.Text("completionTime"), status.Text("startTime")) < 0)
        {
            errors.Invalid(at, status["completionTime"], "completionTime cannot be set before startTime");
        }
        if (before.Has("completionTime") && status.Has("completionTime") && Changes("completionTime")) { errors.Invalid(at, status["completionTime"], "completionTime cannot be mutated"); }
        if (before.Has("startTime") && Changes("startTime") && !spec.IsTrue("suspend")) { errors.Required(_path.Child("startTime"), "startTime cannot be removed for unsuspended job"); }
    }

    private static void Indexes(ObjectNode status, ObjectNode before, ObjectNode spec, FieldErrors errors)
    {
        var (completed, failed, completions) = (status.Text("completedIndexes"), status.Text("failedIndexes"), spec.Number("completions"));
        var (isNewCompleted, isNewFailed) = (completed != before.Text("completedIndexes"), !Equals(status["failedIndexes"], before["failedIndexes"]));
        if (isNewCompleted && completions is { } all && IndexRanges.Count(completed, all).Wrong is { } wrong) { errors.Invalid(_path.Child("completedIndexes"), completed, $"error parsing completedIndexes: {wrong}"); }
        if (isNewFailed && completions is { } most && spec.Has("backoffLimitPerIndex") && IndexRanges.Count(failed, most).Wrong is { } bad) { errors.Invalid(_path.Child("failedIndexes"), failed, $"error parsing failedIndexes: {bad}"); }
        if (isNewCompleted && completed.Length > 0 && spec.Text("completionMode") != "Indexed") { errors.Invalid(_path.Child("completedIndexes"), completed, "cannot set non-empty completedIndexes when non-indexed completion mode"); }
        if (isNewFailed && status.Has("failedIndexes") && !spec.Has("backoffLimitPerIndex")) { errors.Invalid(_path.Child("failedIndexes"), failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null"); }
        if ((isNewCompleted || isNewFailed) && completions is { } number && IndexRanges.Overlap(completed, failed, number) is { } index) { errors.Invalid(_path.Child("failedIndexes"), failed, $"failedIndexes and completedIndexes overlap at index: {index}"); }
    }

    private static void Counters(ObjectNode status, ObjectNode before, ObjectNode spec, FieldErrors errors)
    {
        if ((status.Number("failed") ?? 0) < (before.Number("failed") ?? 0)) { errors.Invalid(_path.Child("failed"), status.Number("failed") ?? 0, "cannot decrease the failed counter"); }
        // A Job of as many completions as pods at once may be scaled down.
        var isElastic = spec.Text("completionMode") == "Indexed" && spec.Number("completions") == spec.Number("parallelism");
        if (!isElastic && (status.Number("succeeded") ?? 0) < (before.Number("succeeded") ?? 0)) { errors.Invalid(_path.Child("succeeded"), status.Number("succeeded") ?? 0, "cannot decrease the succeeded counter"); }
        var isNew = !Immutability.Same(status["ready"], before["ready"]) || !Immutability.Same(status["active"], before["active"]);
        if (isNew && status.Number("ready") > (status.Number("active") ?? 0)) { errors.Invalid(_path.Child("ready"), status["ready"], "cannot set more ready pods than active"); }
    }

    private static bool IsFinished(ObjectNode status) => IsTrue(status, "Complete") || IsTrue(status, "Failed");

    private static bool IsTrue(ObjectNode status, string type) => status.Items("conditions").Any(c => c.Text("type") == type && c.Text("status") == "True");
}
