using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Certificate signing requests; who asks is filled in by admission. Source: Certificates and Certificate Signing Requests.</summary>
public sealed class CertificateSigningRequestRules() : KindRules("certificatesigningrequests.certificates.k8s.io")
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
        // Approval and denial are the approval subresource's; here only Failed is said.
        var result = base.PrepareForStatusUpdate(value, old);
        var kept = old.Object("status").Items("conditions").Where(static c => c.Text("type") is "Approved" or "Denied");
        var others = result.Object("status").Items("conditions").Where(static c => c.Text("type") is not ("Approved" or "Denied"));
        ImmutableArray<Node> conditions = [.. kept, .. others];
        return result.Make("status", s => conditions.IsEmpty ? s.Remove("conditions") : s.Set("conditions", new ArrayNode(conditions)));
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => CertificateValidation.Request(value, old, errors);

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => CertificateValidation.Status(value, old, errors);
}
