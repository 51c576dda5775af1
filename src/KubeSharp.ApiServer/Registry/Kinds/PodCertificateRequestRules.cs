using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Requests of nodes for certificates of their pods; served where they are asked for by option. Source: Certificates and Certificate Signing Requests, pod certificates.</summary>
public sealed class PodCertificateRequestRules(TimeProvider time) : KindRules(PodCertificateValidation.Resource)
{
    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = FieldReads.Of("spec.signerName", "spec.podName", "spec.nodeName");

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        if (old is null) { PodCertificateValidation.Request(value.Object("spec"), errors); }
    }

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => Immutability.Check(value, old, null, errors, "spec");

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => PodCertificateStatusValidation.Check(value, old, time.GetUtcNow(), errors);
}
