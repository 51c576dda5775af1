using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Nobody asks the client signer for a certificate of system:masters. Source: CertificateSubjectRestriction.</summary>
public sealed class CertificateSubjectRestriction : IAdmissionPlugin
{
    private const string Organization = "2.5.4.10";

    /// <inheritdoc/>
    public string Name => "CertificateSubjectRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("certificatesigningrequests.certificates.k8s.io") && request.Object.Object("spec").Text("signerName") == "kubernetes.io/kube-apiserver-client";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (CertificateValidation.Read(request.Object.Object("spec").Text("request")) is not { } read) { throw request.Refuse("could not parse the certificate request"); }
        var isMaster = read.SubjectName.EnumerateRelativeDistinguishedNames().Any(static p => !p.HasMultipleElements && p.GetSingleElementType().Value == Organization && p.GetSingleElementValue() == "system:masters");
        return isMaster ? throw request.Refuse("use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed") : default;
    }
}
