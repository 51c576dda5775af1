using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Handing out a certificate needs the right to sign for the signer. Source: Certificates and Certificate Signing Requests, authorization.</summary>
public sealed class CertificateSigning(Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateSigning";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation == AdmissionOperation.Update && request.Subresource == "status" && request.Resource.QualifiedName == "certificatesigningrequests.certificates.k8s.io";

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (now, before) = (request.Object.Object("status"), request.OldObject.Object("status"));
        if (Immutability.Same(now["certificate"], before["certificate"]) && Immutability.Same(now["conditions"], before["conditions"])) { return; }
        var signer = request.OldObject.Object("spec").Text("signerName");
        if (!await Signers.MayAsync(isAllowed, request.User, "sign", signer, cancellation).ConfigureAwait(false)) { throw request.Refuse($"user not permitted to sign requests with signerName \"{signer}\""); }
    }
}
