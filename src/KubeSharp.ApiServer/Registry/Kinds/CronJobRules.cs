using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>CronJobs. Source: CronJob.</summary>
public sealed class CronJobRules() : KindRules("cronjobs.batch")
{
    /// <inheritdoc/>
    public override bool HasStatus => true;

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => value.Make("spec", static spec => spec
        .Fill("concurrencyPolicy", "Allow").Fill("suspend", false).Fill("successfulJobsHistoryLimit", 3).Fill("failedJobsHistoryLimit", 1)
        .Edit("jobTemplate", static t => t.Edit("spec", static s => s.Edit("template", PodDefaults.Template))));

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => value.Set("status", ObjectNode.Empty);

    // Compat: the path to the schedule names the spec twice.
    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old)
    {
        var (spec, before) = (value.Object("spec"), old?.Object("spec"));
        var isZoned = old is not null && spec.Text("schedule").Contains("TZ", StringComparison.Ordinal);
        return
        [
            .. old is null ? ObjectWarnings.NamesPods(value) : [], .. before is not null && Immutability.Same(spec, before) ? [] : ObjectWarnings.Job(spec.Object("jobTemplate").Object("spec"), null, "spec.jobTemplate.spec"),
            .. isZoned ? ["cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"] : Array.Empty<string>(),
        ];
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => BatchValidation.CronJob(value, old, errors);
}
