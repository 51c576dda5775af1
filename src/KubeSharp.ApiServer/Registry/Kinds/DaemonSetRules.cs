using System.Globalization;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>DaemonSets. Source: DaemonSet; Perform a Rolling Update on a DaemonSet.</summary>
public sealed class DaemonSetRules() : WorkloadRules("daemonsets.apps",
    ObjectNode.Of(("currentNumberScheduled", 0), ("numberMisscheduled", 0), ("desiredNumberScheduled", 0), ("numberReady", 0)))
{
    // Compat: an internal field of upstream's that shows as an annotation.
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => WithTemplateGeneration(base.PrepareForCreate(value), 1);

    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old)
    {
        value = base.PrepareForUpdate(value, old);
        var before = long.TryParse(old.TextAt("metadata", "annotations", TemplateGeneration), CultureInfo.InvariantCulture, out var number) ? number : 1;
        var isSame = value.Object("spec").Object("template").Equals(old.Object("spec").Object("template"));
        return WithTemplateGeneration(value, isSame ? before : before + 1);
    }

    /// <inheritdoc/>
    protected override bool NamesPods => false;

    /// <inheritdoc/>
    protected override ObjectNode DefaultSpec(ObjectNode value) => (value.At("metadata", "annotations", TemplateGeneration) is null ? WithTemplateGeneration(value, 0) : value).Edit("spec", static spec => spec
        .Fill("revisionHistoryLimit", 10)
        .Make("updateStrategy", static strategy =>
        {
            strategy = strategy.Fill("type", "RollingUpdate");
            return strategy.Text("type") == "RollingUpdate" ? strategy.Make("rollingUpdate", static r => r.FillAbsent("maxUnavailable", 1).FillAbsent("maxSurge", 0)) : strategy;
        }));

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => StatusValidation.DaemonSet(value, old, errors);

    /// <inheritdoc/>
    protected override void Check(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors) => WorkloadValidation.DaemonSet(spec, old, path, errors);

    private static ObjectNode WithTemplateGeneration(ObjectNode value, long generation) =>
        (ObjectNode)value.With(["metadata", "annotations", TemplateGeneration], generation.ToString(CultureInfo.InvariantCulture));
}
