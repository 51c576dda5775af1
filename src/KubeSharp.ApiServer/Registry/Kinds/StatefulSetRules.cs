using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>StatefulSets. Source: StatefulSets.</summary>
public sealed class StatefulSetRules() : WorkloadRules("statefulsets.apps", ObjectNode.Of(("replicas", 0), ("availableReplicas", 0)))
{
    /// <inheritdoc/>
    public override NameRule NameRule => NameRule.DnsLabel;

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) =>
    [
        // Compat: the path of a changed claim ends in the name of the type's field.
        .. base.Warnings(value, old), .. value.Object("spec").Items("volumeClaimTemplates").SelectMany((c, i) => PodWarnings.Claim(c.Object("spec"), $"spec.volumeClaimTemplates[{i}]{(old is null ? "" : ".Spec")}")),
        .. value.Object("spec").Number("revisionHistoryLimit") is < 0 ? ["spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"] : Array.Empty<string>(),
    ];

    /// <inheritdoc/>
    protected override bool NamesPods => false;

    /// <inheritdoc/>
    protected override ObjectNode DefaultSpec(ObjectNode value) => value.Edit("spec", static spec => spec
        .Fill("replicas", 1).Fill("revisionHistoryLimit", 10).Fill("podManagementPolicy", "OrderedReady")
        .Make("updateStrategy", static strategy =>
        {
            strategy = strategy.Fill("type", "RollingUpdate");
            return strategy.Text("type") == "RollingUpdate" ? strategy.Make("rollingUpdate", static r => r.Fill("partition", 0)) : strategy;
        })
        .Make("persistentVolumeClaimRetentionPolicy", static p => p.Fill("whenDeleted", "Retain").Fill("whenScaled", "Retain"))
        .EditItems("volumeClaimTemplates", static c => StorageDefaults.Claim(c.Set("kind", "PersistentVolumeClaim").Set("apiVersion", "v1").Make("status", static s => s.Fill("phase", "Pending")))));

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => StatusValidation.StatefulSet(value, old, errors);

    /// <inheritdoc/>
    protected override void Check(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors) => WorkloadValidation.StatefulSet(spec, old, path, errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => WorkloadValidation.StatefulSetChange(value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"), errors);
}
