using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Namespaces: they stay, Terminating, until their finalizer is taken by the finalize subresource. Source: Namespaces.</summary>
public sealed class NamespaceRules() : KindRules("namespaces")
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    /// <inheritdoc/>
    public override NameRule NameRule => NameRule.DnsLabel;
    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override bool ReturnsDeleted => true;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = [.. FieldReads.Of("status.phase"), FieldReads.At("name", "metadata.name")];

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value)
    {
        value = value.Make("status", static s => s.Fill("phase", "Active"));
        return value.TextAt("metadata", "name") is { Length: > 0 } name && value.TextAt("metadata", "labels", NameLabel) != name ? (ObjectNode)value.With(["metadata", "labels", NameLabel], name) : value;
    }

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value)
    {
        var finalizers = value.Object("spec").Items("finalizers");
        if (!finalizers.Contains("kubernetes")) { finalizers = finalizers.Add("kubernetes"); }
        return value.Make("spec", s => s.Set("finalizers", finalizers)).Set("status", ObjectNode.Of(("phase", "Active")));
    }

    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old) =>
        base.PrepareForUpdate(value, old).Make("spec", s => s.Take("finalizers", old.Object("spec")));

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        if (old is null) { Metadata.ValidateFinalizers(value.Object("spec").Items("finalizers"), FieldPath.Of("spec").Child("finalizers"), errors); }
    }

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (phase, isEnding) = (value.Object("status").Text("phase"), value.Object("metadata").Has("deletionTimestamp"));
        // Compat: the path writes Phase large.
        if (phase != (isEnding ? "Terminating" : "Active")) { errors.Invalid(FieldPath.Of("status").Child("Phase"), phase, isEnding ? "may only be 'Terminating' if `deletionTimestamp` is not empty" : "may only be 'Active' if `deletionTimestamp` is empty"); }
    }

    /// <inheritdoc/>
    public override ObjectNode BeginDeletion(ObjectNode value) => value.Edit("metadata", static m => m.Remove("deletionGracePeriodSeconds")).Make("status", static s => s.Set("phase", "Terminating"));

    /// <inheritdoc/>
    public override bool IsHeld(ObjectNode value) => value.Object("spec").Items("finalizers").Count > 0;
}
