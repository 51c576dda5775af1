using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Certificate signing requests; who asks is filled in by admission. Source: Certificates and Certificate Signing Requests.</summary>
public sealed class CertificateSigningRequestRules(TimeProvider time) : KindRules("certificatesigningrequests.certificates.k8s.io")
{
    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = FieldReads.Of("spec.signerName");

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => value.Set("status", ObjectNode.Empty);

    // The spec is settled at creation.
    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old) => base.PrepareForUpdate(value, old).Take("spec", old);

    /// <inheritdoc/>
    public override ObjectNode PrepareForStatusUpdate(ObjectNode value, ObjectNode old)
    {
        // Approval and denial are the approval subresource's: they stay as they were; that they are neither added nor removed is checked.
        var result = base.PrepareForStatusUpdate(value, old);
        var decided = old.Object("status").Items("conditions").Where(static c => c.Text("type") is "Approved" or "Denied").ToLookup(static c => c.Text("type"));
        if (result.At("status", "conditions") is ArrayNode conditions)
        {
            result = result.Edit("status", s => s.Set("conditions", new ArrayNode([.. conditions.Select(c => decided[c.Text("type")].FirstOrDefault() ?? c)])));
        }
        return WithTimes(result, old, time.GetUtcNow());
    }

    /// <summary>With the times that its conditions lack: a condition that says the same as before changed when it did then.</summary>
    public static ObjectNode WithTimes(ObjectNode value, ObjectNode old, DateTimeOffset now)
    {
        if (value.At("status", "conditions") is not ArrayNode { Count: > 0 } conditions) { return value; }
        return (ObjectNode)value.With(["status", "conditions"], new ArrayNode([.. conditions.Select(c => c is ObjectNode condition ? Timed(condition, old, now) : c)]));
    }

    private static ObjectNode Timed(ObjectNode condition, ObjectNode old, DateTimeOffset now)
    {
        if (condition.TextAt("lastUpdateTime") is null) { condition = condition.Set("lastUpdateTime", Metadata.Time(now)); }
        if (condition.TextAt("lastTransitionTime") is not null) { return condition; }
        var same = old.Object("status").Items("conditions").FirstOrDefault(c => c.Text("type") == condition.TextAt("type") && c.Text("status") == condition.TextAt("status") && c.TextAt("lastTransitionTime") is not null);
        return condition.Set("lastTransitionTime", same?.At("lastTransitionTime") ?? Metadata.Time(now));
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => CertificateValidation.Request(value, old, errors);

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => CertificateValidation.Status(value, old, errors);
}
