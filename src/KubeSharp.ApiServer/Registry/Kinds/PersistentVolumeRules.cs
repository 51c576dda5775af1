using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Persistent volumes. Source: Persistent Volumes; KEP-3762 (time of the last phase).</summary>
public sealed class PersistentVolumeRules(TimeProvider time) : KindRules("persistentvolumes")
{
    private const string TransitionTime = "lastPhaseTransitionTime";

    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => StorageDefaults.Volume(value).Make("status", static s => s.Fill("phase", "Pending"));

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => value.Set("status", ObjectNode.Of(("phase", "Pending"), (TransitionTime, Metadata.Time(time.GetUtcNow()))));

    /// <inheritdoc/>
    public override ObjectNode PrepareForStatusUpdate(ObjectNode value, ObjectNode old)
    {
        var result = base.PrepareForStatusUpdate(value, old);
        var (status, before) = (result.Object("status"), old.Object("status"));
        var (at, was) = (status.Has(TransitionTime) ? status[TransitionTime] : null, before.Has(TransitionTime) ? before[TransitionTime] : null);
        // Who writes the status may say when its phase changed.
        return status.Text("phase") == before.Text("phase")
            ? at is null && was is not null ? result.Set("status", status.Set(TransitionTime, was)) : result
            : at is null || at.Equals(was) ? result.Set("status", status.Set(TransitionTime, Metadata.Time(time.GetUtcNow()))) : result;
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => StorageValidation.Volume(value, errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => StorageValidation.VolumeChange(value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"), errors);

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => ObjectWarnings.Volume(value);
}
