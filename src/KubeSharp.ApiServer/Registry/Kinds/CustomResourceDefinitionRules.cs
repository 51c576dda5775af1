using System.Collections.Immutable;
using KubeSharp.ApiServer.CustomResources;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Definitions of custom resources. Source: Extend the Kubernetes API with CustomResourceDefinitions.</summary>
public sealed class CustomResourceDefinitionRules() : KindRules("customresourcedefinitions.apiextensions.k8s.io")
{
    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool ReturnsDeleted => true;

    /// <summary>A deletion never ends at once: the instances go first.</summary>
    public override bool IsHeld(ObjectNode value) => value.At("metadata", "deletionTimestamp") is null;

    /// <inheritdoc/>
    public override ObjectNode BeginDeletion(ObjectNode value)
    {
        var finalizers = value.Object("metadata").Items("finalizers");
        if (!finalizers.Contains(DefinitionLifecycle.Finalizer)) { value = value.Make("metadata", m => m.Set("finalizers", finalizers.Add(DefinitionLifecycle.Finalizer))); }
        return DefinitionLifecycle.WithTerminating(value, "True", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", value.TextAt("metadata", "deletionTimestamp") ?? "");
    }

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => value.Edit("spec", static spec => spec
        .Fill("scope", "Namespaced")
        .Edit("names", static n => n.Fill("singular", n.Text("kind").ToLowerInvariant()).Fill("listKind", n.Text("kind") + "List"))
        .Make("conversion", static c => c.Fill("strategy", "None").Edit("webhook", static w => w.Edit("clientConfig", static k => k.Edit("service", static s => s.Fill("port", 443))))));

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => value.Set("status", ObjectNode.Of(
        ("conditions", NullNode.Instance), ("acceptedNames", ObjectNode.Of(("plural", ""), ("kind", ""))), ("storedVersions", new ArrayNode([.. StorageVersions(value)]))));

    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old)
    {
        value = base.PrepareForUpdate(value, old);
        var stored = value.Object("status").Items("storedVersions");
        ImmutableArray<Node> added = [.. StorageVersions(value).Where(v => !stored.Contains(v))];
        return added.IsEmpty ? value : value.Make("status", s => s.Set("storedVersions", new ArrayNode([.. stored, .. added])));
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => CustomResourceValidation.Definition(value, old, errors);

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => CustomResourceValidation.Status(value, old, errors);

    private static IEnumerable<Node> StorageVersions(ObjectNode value) => value.Object("spec").Items("versions").Where(static v => v.IsTrue("storage")).Select(static v => (Node)v.Text("name"));
}
