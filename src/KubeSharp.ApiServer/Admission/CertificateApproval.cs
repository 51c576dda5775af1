using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Approving and denying needs the right to approve for the signer. Source: Certificates and Certificate Signing Requests, authorization.</summary>
public sealed class CertificateApproval(Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateApproval";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation == AdmissionOperation.Update && request.Subresource == "approval" && request.Resource.QualifiedName == "certificatesigningrequests.certificates.k8s.io";

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var signer = request.OldObject.Object("spec").Text("signerName");
        if (!await Signers.MayAsync(isAllowed, request.User, "approve", signer, cancellation).ConfigureAwait(false)) { throw request.Refuse($"user not permitted to approve requests with signerName \"{signer}\""); }
    }
}
