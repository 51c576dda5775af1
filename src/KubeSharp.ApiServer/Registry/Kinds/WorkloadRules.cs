using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>What Deployments, ReplicaSets, StatefulSets, DaemonSets and ReplicationControllers share: a pod template, a status, a generation.</summary>
public abstract class WorkloadRules(string resource, ObjectNode status) : KindRules(resource)
{
    // Compat: the template of a ReplicationController may be missing, those of the others are then empty.
    private readonly bool _isTemplateMissed = resource == "replicationcontrollers";

    /// <inheritdoc/>
    public override bool HasStatus => true;

    /// <inheritdoc/>
    public sealed override ObjectNode Default(ObjectNode value) => DefaultSpec(value.Make("spec", s => _isTemplateMissed ? s.Edit("template", PodDefaults.Template) : s.Make("template", static t => PodDefaults.Template(t.Make("spec", static p => p)))));

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => value.Set("status", status);

    /// <inheritdoc/>
    public sealed override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => Check(value.Object("spec"), old?.Object("spec"), FieldPath.Of("spec"), errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) =>
        Immutability.Check(value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"), errors, "selector");

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) =>
        [.. old is null && NamesPods ? ObjectWarnings.NamesPods(value) : [], .. old is null || IsTold(value, old) ? PodWarnings.Of(Told(value, old).Object("spec").Object("template"), "spec.template") : []];

    /// <summary>Whether a change is one of which the template is told about anew. Default: any of the generation.</summary>
    protected virtual bool IsTold(ObjectNode value, ObjectNode old) => value.Object("metadata").Number("generation") != old.Object("metadata").Number("generation");

    /// <summary>The object whose template is told about. Default: the new one.</summary>
    protected virtual ObjectNode Told(ObjectNode value, ObjectNode? old) => value;

    /// <summary>Whether its own name is the beginning of its pods' names and host names. Default: yes.</summary>
    protected virtual bool NamesPods => true;

    /// <summary>Defaults beside the template's.</summary>
    protected abstract ObjectNode DefaultSpec(ObjectNode value);

    /// <summary>What is checked of the spec.</summary>
    protected abstract void Check(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors);
}
