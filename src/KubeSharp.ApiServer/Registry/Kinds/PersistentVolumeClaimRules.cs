using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Claims. Source: Persistent Volumes.</summary>
public sealed class PersistentVolumeClaimRules() : KindRules("persistentvolumeclaims")
{
    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => StorageDefaults.Claim(value).Make("status", static s => s.Fill("phase", "Pending"));

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => StorageDefaults.WithSources(value).Set("status", ObjectNode.Of(("phase", "Pending")));

    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old) => StorageDefaults.WithSources(base.PrepareForUpdate(value, old));

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => StorageValidation.Claim(value, errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => StorageValidation.ClaimChange(value, old, errors);

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => ObjectWarnings.Claim(value);

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => StorageValidation.ClaimStatus(value, old, errors);
}
