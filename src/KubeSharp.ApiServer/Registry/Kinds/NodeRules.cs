using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Nodes. Source: Nodes. What the kubelet posts in status at creation is kept, as upstream does.</summary>
public sealed class NodeRules() : KindRules("nodes")
{
    private static readonly ObjectNode _status = ObjectNode.Of(
        ("daemonEndpoints", ObjectNode.Of(("kubeletEndpoint", ObjectNode.Of(("Port", 0))))),
        ("nodeInfo", ObjectNode.Of(("machineID", ""), ("systemUUID", ""), ("bootID", ""), ("kernelVersion", ""), ("osImage", ""), ("containerRuntimeVersion", ""),
            ("kubeletVersion", ""), ("kubeProxyVersion", ""), ("operatingSystem", ""), ("architecture", ""))));

    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = [FieldReads.At("spec.unschedulable", "spec.unschedulable", "false")];

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => value.Make("spec", static s => s).Make("status", static status =>
    {
        // Compat: a kubelet's configuration is no longer said here.
        status = status.Remove("config");
        foreach (var (name, zero) in _status.Fields) { status = status.Fill(name, zero); }
        foreach (var (name, amount) in status.Object("capacity").Fields) { status = status.Make("allocatable", a => a.Fill(name, amount)); }
        return status;
    });

    // Compat: where a kubelet's configuration comes from is no longer said, but by nodes that said it.
    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => value.Edit("spec", static s => s.Remove("configSource"));

    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old) =>
        old.Object("spec").Has("configSource") ? base.PrepareForUpdate(value, old) : PrepareForCreate(base.PrepareForUpdate(value, old));

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => NodeValidation.Check(value, errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => NodeValidation.Change(value, old, errors);

    // Compat: as every change of a node is, taints and all.
    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => NodeValidation.Change(value, old, errors);

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => ObjectWarnings.Node(value);
}
