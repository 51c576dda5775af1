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

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => BatchValidation.CronJob(value, old, errors);
}
