using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>ReplicationControllers. Source: ReplicationController.</summary>
public sealed class ReplicationControllerRules() : WorkloadRules("replicationcontrollers", ObjectNode.Of(("replicas", 0)))
{
    // Compat: the oldest kinds leave their pods behind where the request does not say otherwise.
    /// <inheritdoc/>
    public override string DefaultPropagation => "Orphan";

    // Compat: of a change the old template is told about.
    /// <inheritdoc/>
    protected override ObjectNode Told(ObjectNode value, ObjectNode? old) => old ?? value;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = [FieldReads.At("status.replicas", "status.replicas", "0")];

    /// <inheritdoc/>
    protected override ObjectNode DefaultSpec(ObjectNode value)
    {
        var labels = value.Object("spec").Object("template").Object("metadata").Object("labels");
        if (labels.Count > 0)
        {
            if (value.Object("spec").Object("selector").Count == 0) { value = value.Edit("spec", s => s.Set("selector", labels)); }
            if (value.Object("metadata").Object("labels").Count == 0) { value = value.Make("metadata", m => m.Set("labels", labels)); }
        }
        // The schema's default of zero is one that Go leaves out.
        return value.Edit("spec", static spec => spec.Number("minReadySeconds") == 0 ? spec.Remove("minReadySeconds").Fill("replicas", 1) : spec.Fill("replicas", 1));
    }

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => StatusValidation.ReplicaSet(value, old, errors);

    /// <inheritdoc/>
    protected override void Check(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors) => WorkloadValidation.ReplicationController(spec, old, path, errors);

    // Its selector may change.
    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) { }
}
