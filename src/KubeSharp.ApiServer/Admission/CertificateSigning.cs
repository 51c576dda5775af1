using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Handing out a certificate needs the right to sign for the signer. Source: Certificates and Certificate Signing Requests, authorization.</summary>
public sealed class CertificateSigning(Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateSigning";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation == AdmissionOperation.Update && request.Subresource == "status" && request.Resource.QualifiedName is "certificatesigningrequests.certificates.k8s.io" or PodCertificateValidation.Resource;

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (now, before) = (request.Object.Object("status"), request.OldObject.Object("status"));
        if (request.Resource.QualifiedName == PodCertificateValidation.Resource) { await ForPodAsync(request, cancellation).ConfigureAwait(false); return; }
        if (Immutability.Same(now["certificate"], before["certificate"]) && Immutability.Same(now["conditions"], before["conditions"])) { return; }
        var signer = request.OldObject.Object("spec").Text("signerName");
        if (!await Signers.MayAsync(isAllowed, request.User, "sign", signer, cancellation).ConfigureAwait(false)) { throw request.Refuse($"user not permitted to sign requests with signerName \"{signer}\""); }
    }

    // Whatever a status says of a pod's certificate is the signer's word. Compat: refused as a field that is not allowed.
    private async ValueTask ForPodAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (Immutability.Same(request.Object.Object("status"), request.OldObject.Object("status"))) { return; }
        var signer = request.OldObject.Object("spec").Text("signerName");
        if (await Signers.MayAsync(isAllowed, request.User, "sign", signer, cancellation).ConfigureAwait(false)) { return; }
        var errors = new FieldErrors();
        errors.Forbidden(FieldPath.Of("spec").Child("signerName"), $"User \"{request.User.Name}\" is not permitted to \"sign\" for signer \"{signer}\"");
        errors.ThrowIfAny(request.Resource.Group, request.Resource.Kind, request.Name);
    }
}
