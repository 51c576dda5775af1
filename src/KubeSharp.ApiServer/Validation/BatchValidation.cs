using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Jobs and CronJobs. Source: Jobs; CronJob.</summary>
public static class BatchValidation
{
    private const int CronNameMax = 52, RulesMax = 20, ExitCodesMax = 255, ConditionsMax = 20, ManagerLengthMax = 63, SucceededIndexesLengthMax = 64 * 1024;
    private const int CompletionsIndexedMax = 100_000, OfManyMax = 10_000;

    /// <summary>A Job's spec without its template.</summary>
    public static void Job(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"]) { WorkloadValidation.Natural(spec, field, path, errors); }
        if (spec.Has("maxFailedIndexes") && !spec.Has("backoffLimitPerIndex")) { errors.Required(path.Child("backoffLimitPerIndex"), "when maxFailedIndexes is specified"); }
        if (spec.Has("managedBy"))
        {
            Names.DomainPath(spec.Text("managedBy"), path.Child("managedBy"), errors);
            if (spec.Text("managedBy").Length > ManagerLengthMax) { errors.TooLong(path.Child("managedBy"), ManagerLengthMax); }
        }
        var mode = spec.Text("completionMode");
        if (mode is not ("" or "NonIndexed" or "Indexed")) { errors.NotSupported(path.Child("completionMode"), mode, "NonIndexed", "Indexed"); }
        if (mode == "Indexed") { Indexed(spec, path, errors); }
        foreach (var field in (ReadOnlySpan<string>)["backoffLimitPerIndex", "maxFailedIndexes"])
        {
            if (mode is "" or "NonIndexed" && spec.Has(field)) { errors.Invalid(path.Child(field), spec[field], "requires indexed completion mode"); }
        }
        FailurePolicy(spec, path, errors);
        SuccessPolicy(spec, path.Child("successPolicy"), errors);
        if (spec.Text("podReplacementPolicy") is not { Length: > 0 } replacement) { return; }
        if (spec.Has("podFailurePolicy") && replacement != "Failed") { errors.NotSupported(path.Child("podReplacementPolicy"), replacement, "Failed"); }
        else if (replacement is not ("Failed" or "TerminatingOrFailed")) { errors.NotSupported(path.Child("podReplacementPolicy"), replacement, "Failed", "TerminatingOrFailed"); }
    }

    private static void Indexed(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var (completions, parallelism, failed) = (spec.Number("completions"), spec.Number("parallelism"), spec.Number("maxFailedIndexes"));
        if (completions is null) { errors.Required(path.Child("completions"), "when completion mode is Indexed"); }
        if (parallelism > CompletionsIndexedMax) { errors.Invalid(path.Child("parallelism"), parallelism, $"must be less than or equal to {CompletionsIndexedMax} when completion mode is Indexed"); }
        if (failed > completions) { errors.Invalid(path.Child("maxFailedIndexes"), failed, "must be less than or equal to completions"); }
        if (failed > CompletionsIndexedMax) { errors.Invalid(path.Child("maxFailedIndexes"), failed, $"must be less than or equal to {CompletionsIndexedMax}"); }
        if (!(completions > CompletionsIndexedMax) || !spec.Has("backoffLimitPerIndex")) { return; }
        var rule = $"must be less than or equal to {OfManyMax} when completions are above {CompletionsIndexedMax} and used with backoff limit per index";
        if (failed is null) { errors.Required(path.Child("maxFailedIndexes"), $"must be specified when completions is above {CompletionsIndexedMax}"); }
        if (parallelism > OfManyMax) { errors.Invalid(path.Child("parallelism"), parallelism, rule); }
        if (failed > OfManyMax) { errors.Invalid(path.Child("maxFailedIndexes"), failed, rule); }
    }

    /// <summary>The template of a Job: its pods may not be restarted for ever.</summary>
    public static void JobTemplate(ObjectNode template, FieldPath path, FieldErrors errors)
    {
        WorkloadValidation.TemplateMetadata(template, path, errors);
        PodSpecValidation.Check(template.Object("spec"), path.Child("spec"), PodSpecValidation.Kind.Template, errors);
        switch (template.Object("spec").Text("restartPolicy"))
        {
            case "OnFailure" or "Never": break;
            case "Always": errors.Required(path.Child("spec").Child("restartPolicy"), "valid values: \"OnFailure\", \"Never\""); break;
            case var other: errors.NotSupported(path.Child("spec").Child("restartPolicy"), other, "OnFailure", "Never"); break;
        }
    }

    /// <summary>The selector is the one that is made of the uid.</summary>
    public static void GeneratedSelector(ObjectNode job, FieldErrors errors)
    {
        var (uid, name, spec) = (job.TextAt("metadata", "uid") ?? "", job.TextAt("metadata", "name") ?? "", job.Object("spec"));
        var labels = spec.Object("template").Object("metadata").Object("labels");
        var path = FieldPath.Of("spec");
        var expected = ObjectNode.Of(("controller-uid", uid), ("job-name", name), ("batch.kubernetes.io/controller-uid", uid), ("batch.kubernetes.io/job-name", name));
        foreach (var (key, wanted) in expected.Fields)
        {
            var (at, rule) = (path.Child("template").Child("metadata").Child("labels").Key(key), $"must be '{((StringNode)wanted).Value}'");
            if (!labels.Has(key)) { errors.Required(at, rule); }
            else if (!labels[key]!.Equals(wanted)) { errors.Invalid(at, labels, rule); }
        }
        if (!(LabelSelector.From(spec["selector"])?.Matches(expected) ?? false)) { errors.Invalid(path.Child("selector"), spec["selector"], "`selector` not auto-generated"); }
    }

    /// <summary>The selector of a Job: there is one, and it selects the pods that the template makes.</summary>
    public static void JobSelector(ObjectNode spec, FieldErrors errors)
    {
        var (path, labels) = (FieldPath.Of("spec"), spec.Object("template").Object("metadata").Object("labels"));
        if (!spec.Has("selector")) { errors.Required(path.Child("selector")); }
        else { Labels.Selector(spec["selector"], path.Child("selector"), errors); }
        if (!(LabelSelector.From(spec["selector"])?.Matches(labels) ?? false)) { errors.Invalid(path.Child("template").Child("metadata").Child("labels"), labels.Count == 0 ? null : labels, "`selector` does not match template `labels`"); }
    }

    /// <summary>What stays as it was made; a suspended job that nothing runs of may still be placed, and its containers be given more or less.</summary>
    public static void JobUpdate(ObjectNode spec, ObjectNode oldJob, FieldPath path, FieldErrors errors)
    {
        var old = oldJob.Object("spec");
        if (!Immutability.Same(spec["completions"], old["completions"]) && !(spec.Text("completionMode") == "Indexed" && spec.Number("completions") == spec.Number("parallelism")))
        {
            errors.Invalid(path.Child("completions"), spec["completions"], spec.Text("completionMode") == "Indexed" ? "can only be modified in tandem with spec.parallelism" : Immutability.Rule);
        }
        Immutability.Check(spec, old, path, errors, "selector");
        if (IsTemplateOpen(oldJob))
        {
            // Compat: the metadata of the template may be anything then.
            var (pod, before) = (spec.Object("template").Object("spec"), WithPlacementOf(old.Object("template").Object("spec"), spec.Object("template").Object("spec")));
            if (!InternalForm.Same("PodSpec", pod, before)) { errors.Invalid(path.Child("template.spec"), InternalForm.Of("PodSpec", pod), Immutability.Rule); }
        }
        else { Immutability.CheckObject(spec, old, path, errors, "template", "PodTemplateSpec"); }
        Immutability.Check(spec, old, path, errors, "completionMode");
        Immutability.CheckObject(spec, old, path, errors, "podFailurePolicy", "batch.PodFailurePolicy");
        Immutability.Check(spec, old, path, errors, "backoffLimitPerIndex", "managedBy");
        Immutability.CheckObject(spec, old, path, errors, "successPolicy", "batch.SuccessPolicy");
    }

    private static bool IsTemplateOpen(ObjectNode job) => job.Object("spec").IsTrue("suspend") && (job.Object("status").Number("active") ?? 0) == 0
        && (!job.Object("status").Has("startTime") || job.Object("status").Items("conditions").Any(static c => c.Text("type") == "Suspended" && c.Text("status") == "True"));

    private static ObjectNode WithPlacementOf(ObjectNode pod, ObjectNode wanted)
    {
        pod = WithNodeAffinity(pod, wanted);
        foreach (var field in (ReadOnlySpan<string>)["nodeSelector", "tolerations", "schedulingGates"]) { pod = pod.Take(field, wanted); }
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (now, then) = (wanted.Items(list), pod.Items(list));
            if (now.Count != then.Count || now.Count == 0) { continue; }
            pod = pod.Set(list, new ArrayNode([.. then.Zip(now, static (c, w) => c.Text("name") == w.Text("name") ? ((ObjectNode)c).Take("resources", (ObjectNode)w) : c)]));
        }
        return pod;
    }

    // Of the affinities only that to nodes may change.
    private static ObjectNode WithNodeAffinity(ObjectNode pod, ObjectNode wanted)
    {
        var affinity = pod.Object("affinity").Take("nodeAffinity", wanted.Object("affinity"));
        return affinity.Count == 0 && !wanted.Has("affinity") ? pod.Remove("affinity") : pod.Set("affinity", affinity);
    }

    /// <summary>A CronJob.</summary>
    public static void CronJob(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var schedule = spec.Text("schedule");
        if (schedule.Length == 0) { errors.Required(path.Child("schedule")); }
        else
        {
            if (CronSchedule.Error(schedule) is { } wrong) { errors.Invalid(path.Child("schedule"), schedule, wrong); }
            // What was let in once stays valid.
            var isOld = old?.Object("spec").Text("schedule").Contains("TZ", StringComparison.Ordinal) ?? false;
            if (isOld && schedule.Contains("TZ", StringComparison.Ordinal) && spec.Has("timeZone")) { errors.Invalid(path.Child("schedule"), schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule"); }
            else if (!isOld && schedule.Contains("TZ", StringComparison.Ordinal)) { errors.Invalid(path.Child("schedule"), schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"); }
        }
        WorkloadValidation.Natural(spec, "startingDeadlineSeconds", path, errors);
        if (old is null || !Immutability.Same(old.Object("spec")["timeZone"], spec["timeZone"])) { TimeZone(spec, path.Child("timeZone"), errors); }
        PodSpecValidation.OneOf(spec, "concurrencyPolicy", path, errors, "Allow", "Forbid", "Replace");
        var (job, at) = (spec.Object("jobTemplate").Object("spec"), path.Child("jobTemplate").Child("spec"));
        Job(job, at, errors);
        JobTemplate(job.Object("template"), at.Child("template"), errors);
        if (job.Has("selector")) { errors.Invalid(at.Child("selector"), job["selector"], "`selector` will be auto-generated"); }
        if (job.IsTrue("manualSelector")) { errors.NotSupported(at.Child("manualSelector"), true, "nil", "false"); }
        WorkloadValidation.Natural(spec, "successfulJobsHistoryLimit", path, errors);
        WorkloadValidation.Natural(spec, "failedJobsHistoryLimit", path, errors);
        if (value.TextAt("metadata", "name") is { Length: > CronNameMax } name && old is null) { errors.Invalid(FieldPath.Of("metadata").Child("name"), name, "must be no more than 52 characters"); }
    }

    private static void TimeZone(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        if (!spec.Has("timeZone")) { return; }
        var zone = spec.Text("timeZone");
        if (zone.Length == 0) { errors.Invalid(path, zone, "timeZone must be nil or non-empty string"); }
        else if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase)) { errors.Invalid(path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"); }
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) { errors.Invalid(path, zone, $"unknown time zone {zone}"); }
    }

    private static void SuccessPolicy(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        if (!spec.Has("successPolicy")) { return; }
        if (spec.Text("completionMode") != "Indexed") { errors.Invalid(path, InternalForm.Of("batch.SuccessPolicy", spec["successPolicy"]), "requires indexed completion mode"); return; }
        var rules = spec.Object("successPolicy").Items("rules");
        if (rules.Count == 0) { errors.Required(path.Child("rules"), "at least one rules must be specified when the successPolicy is specified"); }
        if (rules.Count > RulesMax) { errors.TooMany(path.Child("rules"), rules.Count, RulesMax); }
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, at) = ((ObjectNode)rules[i], path.Child("rules").Index(i));
            if (!rule.Has("succeededIndexes") && !rule.Has("succeededCount")) { errors.Required(at, "at least one of succeededCount or succeededIndexes must be specified"); }
            var (indexes, completions) = (rule.Text("succeededIndexes"), spec.Number("completions") ?? 0);
            if (indexes.Length > SucceededIndexesLengthMax) { errors.TooLong(at.Child("succeededIndexes"), SucceededIndexesLengthMax); }
            var (listed, wrong) = IndexRanges.Count(indexes, completions);
            if (wrong is not null) { errors.Invalid(at.Child("succeededIndexes"), indexes, $"error parsing succeededIndexes: {wrong}"); }
            if (rule.Number("succeededCount") is not { } count) { continue; }
            if (count < 0) { errors.Invalid(at.Child("succeededCount"), count, "must be greater than or equal to 0"); }
            if (count > completions) { errors.Invalid(at.Child("succeededCount"), count, $"must be less than or equal to {completions} (the number of specified completions)"); }
            if (rule.Has("succeededIndexes") && count > listed) { errors.Invalid(at.Child("succeededCount"), count, $"must be less than or equal to {listed} (the number of indexes in the specified succeededIndexes field)"); }
        }
    }

    private static void ExitCodes(ObjectNode codes, HashSet<string> containers, FieldPath path, FieldErrors errors)
    {
        OneOf(codes, "operator", path, errors, "In", "NotIn");
        if (codes.Has("containerName") && !containers.Contains(codes.Text("containerName"))) { errors.Invalid(path.Child("containerName"), codes.Text("containerName"), "must be one of the container or initContainer names in the pod template"); }
        var (values, at) = (codes.Items("values"), path.Child("values"));
        if (values.Count == 0) { errors.Invalid(at, codes["values"], "at least one value is required"); }
        if (values.Count > ExitCodesMax) { errors.TooMany(at, values.Count, ExitCodesMax); }
        var (seen, last, isOrdered) = (new HashSet<long>(), long.MinValue, true);
        for (var i = 0; i < values.Count; i++)
        {
            var value = (values[i] as NumberNode)?.Integer ?? 0;
            if (value == 0 && codes.Text("operator") == "In") { errors.Invalid(at.Index(i), value, "must not be 0 for the In operator"); }
            if (!seen.Add(value)) { errors.Duplicate(at.Index(i), value); }
            isOrdered &= value >= last;
            last = value;
        }
        if (!isOrdered) { errors.Invalid(at, values, "must be ordered"); }
    }

    // Compat: what is missing is told what it may be.
    private static void OneOf(ObjectNode node, string field, FieldPath path, FieldErrors errors, params ReadOnlySpan<string> allowed)
    {
        if (node.Text(field).Length == 0) { errors.Required(path.Child(field), $"valid values: [{string.Join(' ', allowed.ToArray().Select(static a => $"\"{a}\""))}]"); }
        else { PodSpecValidation.OneOf(node, field, path, errors, allowed); }
    }

    private static void FailurePolicy(ObjectNode spec, FieldPath job, FieldErrors errors)
    {
        if (!spec.Has("podFailurePolicy")) { return; }
        var path = job.Child("podFailurePolicy");
        if (spec.Object("template").Object("spec").Text("restartPolicy") is "OnFailure" and var restart) { errors.Invalid(job.Child("template").Child("spec").Child("restartPolicy"), restart, "only \"Never\" is supported when podFailurePolicy is specified"); }
        var rules = spec.Object("podFailurePolicy").Items("rules");
        if (rules.Count > RulesMax) { errors.TooMany(path.Child("rules"), rules.Count, RulesMax); }
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, at) = ((ObjectNode)rules[i], path.Child("rules").Index(i));
            OneOf(rule, "action", at, errors, "Count", "FailIndex", "FailJob", "Ignore");
            if (rule.Text("action") == "FailIndex" && !spec.Has("backoffLimitPerIndex")) { errors.Invalid(at.Child("action"), "FailIndex", "requires the backoffLimitPerIndex to be set"); }
            var (hasCodes, hasConditions) = (rule.Has("onExitCodes"), rule.Items("onPodConditions").Count > 0);
            if (hasCodes && hasConditions) { errors.Invalid(at, "specifying both OnExitCodes and OnPodConditions is not supported"); }
            if (!hasCodes && !hasConditions) { errors.Invalid(at, "specifying one of OnExitCodes and OnPodConditions is required"); }
            var conditions = rule.Items("onPodConditions");
            if (conditions.Count > ConditionsMax) { errors.TooMany(at.Child("onPodConditions"), conditions.Count, ConditionsMax); }
            for (var j = 0; j < conditions.Count; j++)
            {
                var condition = at.Child("onPodConditions").Index(j);
                Names.Check(Names.Qualified(conditions[j].Text("type")), condition.Child("type"), conditions[j].Text("type"), errors);
                PodSpecValidation.OneOf((ObjectNode)conditions[j], "status", condition, errors, "False", "True", "Unknown");
            }
            if (hasCodes)
            {
                var pod = spec.Object("template").Object("spec");
                ExitCodes(rule.Object("onExitCodes"), [.. pod.Items("containers").Concat(pod.Items("initContainers")).Select(static c => c.Text("name"))], at.Child("onExitCodes"), errors);
            }
        }
    }
}
