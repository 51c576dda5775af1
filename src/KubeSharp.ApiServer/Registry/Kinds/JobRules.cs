using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Jobs: the selector and its labels are made from the job's uid. Source: Jobs.</summary>
public sealed class JobRules() : KindRules("jobs.batch")
{
    private const string ControllerUid = "batch.kubernetes.io/controller-uid";

    /// <inheritdoc/>
    public override bool HasStatus => true;
    // Compat: without a policy in the request batch/v1 leaves the pods behind.
    /// <inheritdoc/>
    public override string DefaultPropagation => "Orphan";
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = [FieldReads.At("status.successful", "status.succeeded", "0")];

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value)
    {
        value = DefaultSpec(value);
        var labels = TemplateLabels(value);
        return labels.Count > 0 && value.Object("metadata").Object("labels").Count == 0 ? value.Make("metadata", m => m.Set("labels", labels)) : value;
    }

    private static ObjectNode DefaultSpec(ObjectNode value) => value.Make("spec", static spec =>
    {
        spec = spec.Edit("template", PodDefaults.Template);
        if (!spec.Has("completions") && !spec.Has("parallelism")) { spec = spec.Set("completions", 1); }
        return spec.Fill("parallelism", 1)
            .Fill("backoffLimit", spec.Has("backoffLimitPerIndex") ? int.MaxValue : 6)
            .FillAbsent("completionMode", "NonIndexed").Fill("suspend", false).Fill("manualSelector", false)
            .FillAbsent("podReplacementPolicy", spec.Has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed")
            .Edit("podFailurePolicy", static p => p.EditItems("rules", static r => r.EditItems("onPodConditions", static c => c.Fill("status", "True"))));
    });

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) =>
        [.. old is null ? ObjectWarnings.NamesPods(value) : [], .. ObjectWarnings.Job(value.Object("spec"), old?.Object("spec"), "spec")];

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value)
    {
        value = value.Set("status", ObjectNode.Empty);
        if (value.Object("spec").IsTrue("manualSelector")) { return value; }
        // Compat: labels taken from the template by default are the template's own map, and get what is put into that; labels that were given do not.
        var isTemplates = ReferenceEquals(TemplateLabels(value), value.At("metadata", "labels")) || TemplateLabels(value).Count == 0 && value.Object("metadata").Object("labels").Count == 0;
        value = WithSelector(value);
        return isTemplates ? value.Make("metadata", m => m.Set("labels", TemplateLabels(value))) : value;
    }

    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old)
    {
        value = base.PrepareForUpdate(value, old);
        // kubectl replace sends what the user wrote: what was generated stays.
        if (value.Object("spec").Has("selector") || value.Object("spec").IsTrue("manualSelector")) { return value; }
        value = value.Edit("spec", s => s.Take("selector", old.Object("spec")));
        foreach (var label in (ReadOnlySpan<string>)["controller-uid", "job-name", ControllerUid, "batch.kubernetes.io/job-name"])
        {
            if (old.TextAt("spec", "template", "metadata", "labels", label) is { } kept) { value = (ObjectNode)value.With(["spec", "template", "metadata", "labels", label], kept); }
        }
        return value;
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var path = FieldPath.Of("spec");
        var spec = value.Object("spec");
        if (!spec.IsTrue("manualSelector") && spec.Has("selector")) { BatchValidation.GeneratedSelector(value, errors); }
        Spec(spec, old, path, errors);
        // The pods of an indexed job have its name and their index as host name.
        if (spec.Text("completionMode") == "Indexed" && spec.Number("completions") is { } completions and > 0 && $"{value.TextAt("metadata", "name")}-{completions - 1}" is var host && Names.DnsLabel(host) is not null)
        {
            errors.Invalid(FieldPath.Of("metadata").Child("name"), value.TextAt("metadata", "name") ?? "", $"will not able to create pod with invalid DNS label: {host}");
        }
    }

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        Spec(spec, old, path, errors);
        BatchValidation.JobUpdate(spec, old, path, errors);
    }

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => JobStatusValidation.Check(value, old, errors);

    private static void Spec(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors)
    {
        BatchValidation.Job(spec, path, errors);
        if (old is null || !spec.Object("template").Equals(old.Object("spec").Object("template"))) { BatchValidation.JobTemplate(spec.Object("template"), path.Child("template"), errors); }
        BatchValidation.JobSelector(spec, errors);
    }

    private static ObjectNode TemplateLabels(ObjectNode value) => value.Object("spec").Object("template").Object("metadata").Object("labels");

    private static ObjectNode WithSelector(ObjectNode value)
    {
        var (uid, name) = (value.TextAt("metadata", "uid") ?? "", value.TextAt("metadata", "name") ?? "");
        return value.Edit("spec", spec => spec
            .Make("template", t => t.Make("metadata", m => m.Make("labels", l => l
                .Fill("job-name", name).Fill("batch.kubernetes.io/job-name", name).Fill("controller-uid", uid).Fill(ControllerUid, uid))))
            .Make("selector", s => s.Make("matchLabels", l => l[ControllerUid] is null ? l.Set(ControllerUid, uid) : l)));
    }
}
