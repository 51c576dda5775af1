using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Saying whom a signer's certificates are to be trusted by needs the right to attest for the signer. Source: Certificates and Certificate Signing Requests, cluster trust bundles.</summary>
public sealed class ClusterTrustBundleAttest(Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "ClusterTrustBundleAttest";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes(TrustBundleValidation.Resource);

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (now, before) = (request.Object.Object("spec"), request.OldObject.Object("spec"));
        // Metadata is free, so that who may update can label and take finalizers away.
        if (request.OldObject is not null && now.Equals(before)) { return; }
        var signer = now.Text("signerName");
        if (signer.Length > 0 && !await Signers.MayAsync(isAllowed, request.User, "attest", signer, cancellation).ConfigureAwait(false)) { throw request.Refuse($"user not permitted to attest for signerName \"{signer}\""); }
    }
}
