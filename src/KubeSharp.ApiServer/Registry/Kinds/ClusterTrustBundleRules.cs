using System.Collections.Immutable;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Cluster trust bundles; served where they are asked for by option. Source: Certificates and Certificate Signing Requests, cluster trust bundles.</summary>
public sealed class ClusterTrustBundleRules() : KindRules(TrustBundleValidation.Resource)
{
    // A bundle of a signer is called SIGNER:NAME, with : for /.
    /// <inheritdoc/>
    public override NameRule NameRule => NameRule.PathSegment;

    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = FieldReads.Of("spec.signerName");

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => TrustBundleValidation.Bundle(value, old, errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => TrustBundleValidation.BundleChange(value, old, errors);
}
