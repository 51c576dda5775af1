using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Saying whom a signer's certificates are to be trusted by needs the right to attest for the signer. Source: Certificates and Certificate Signing Requests, cluster trust bundles.</summary>
public sealed class ClusterTrustBundleAttest(Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    private static readonly string[] _collected = ["ownerReferences", "finalizers", "managedFields"];

    /// <inheritdoc/>
    public string Name => "ClusterTrustBundleAttest";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes(TrustBundleValidation.Resource);

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        // What the garbage collector writes is free, so that who may update can take finalizers away.
        if (request.OldObject is { } old && _collected.Aggregate(request.Object!, (value, field) => value.Edit("metadata", m => m.Take(field, old.Object("metadata")))).Equals(old)) { return; }
        var signer = request.Object.Object("spec").Text("signerName");
        if (signer.Length > 0 && !await Signers.MayAsync(isAllowed, request.User, "attest", signer, cancellation).ConfigureAwait(false)) { throw request.Refuse($"user not permitted to attest for signerName \"{signer}\""); }
    }
}
