using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Nobody asks the client signer for a certificate of system:masters. Source: CertificateSubjectRestriction.</summary>
public sealed class CertificateSubjectRestriction : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateSubjectRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("certificatesigningrequests.certificates.k8s.io") && request.Object.Object("spec").Text("signerName") == "kubernetes.io/kube-apiserver-client";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (CertificateValidation.Read(request.Object.Object("spec").Text("request")) is not { } read) { throw request.Refuse("failed to parse CSR: PEM block type must be CERTIFICATE REQUEST"); }
        var isMaster = SubjectParts.Of(read.SubjectName).Contains((SubjectParts.Organization, "system:masters"));
        return isMaster ? throw request.Refuse("use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed") : default;
    }
}
