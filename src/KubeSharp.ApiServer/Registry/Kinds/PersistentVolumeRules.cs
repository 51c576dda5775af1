using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Persistent volumes. Source: Persistent Volumes; KEP-3762 (time of the last phase).</summary>
public sealed class PersistentVolumeRules(TimeProvider time) : KindRules("persistentvolumes")
{
    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => StorageDefaults.Volume(value);

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => value.Set("status", ObjectNode.Of(("phase", "Pending"), ("lastPhaseTransitionTime", Metadata.Time(time.GetUtcNow()))));

    /// <inheritdoc/>
    public override ObjectNode PrepareForStatusUpdate(ObjectNode value, ObjectNode old)
    {
        var result = base.PrepareForStatusUpdate(value, old);
        return result.Object("status").Text("phase") == old.Object("status").Text("phase") ? result
            : result.Make("status", s => s.Set("lastPhaseTransitionTime", Metadata.Time(time.GetUtcNow())));
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => StorageValidation.Volume(value, errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => StorageValidation.VolumeChange(value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"), errors);

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => ObjectWarnings.Volume(value);
}
