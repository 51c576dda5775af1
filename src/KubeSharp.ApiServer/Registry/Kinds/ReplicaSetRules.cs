using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>ReplicaSets. Source: ReplicaSet.</summary>
public sealed class ReplicaSetRules() : WorkloadRules("replicasets.apps", ObjectNode.Of(("replicas", 0)))
{
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = [FieldReads.At("status.replicas", "status.replicas", "0")];

    /// <inheritdoc/>
    protected override ObjectNode DefaultSpec(ObjectNode value) => value.Edit("spec", static spec => spec.Fill("replicas", 1));

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => StatusValidation.ReplicaSet(value, old, errors);

    /// <inheritdoc/>
    protected override void Check(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors) => WorkloadValidation.ReplicaSet(spec, old, path, errors);
}
