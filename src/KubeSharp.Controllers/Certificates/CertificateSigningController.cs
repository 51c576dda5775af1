using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api.Certificates.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Controllers.Certificates;

/// <summary>Signs approved requests to the cluster's own signers. Source: Certificates and Certificate Signing Requests, Kubernetes signers.</summary>
/// <param name="sign">Signs a request (PEM) for these usages and this time; answers the certificate in PEM. The key never comes here.</param>
public sealed class CertificateSigningController(Func<string, IReadOnlyCollection<string>, TimeSpan, string> sign) : IController
{
    private static readonly TimeSpan _lifetimeMax = TimeSpan.FromDays(365);
    private ObjectCache<CertificateSigningRequest> _requests = new();

    /// <inheritdoc/>
    public string Name => "certificatesigningrequest-signing-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["CertificateSigningRequest"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["CertificateSigningRequest/status.certificate", "CertificateSigningRequest/status.Failed"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        _requests = informers.Get<CertificateSigningRequest>().Cache;
        informers.FollowSelf<CertificateSigningRequest>(enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _requests.Get(null, key.Name) is { } request ? PlanFor(request, sign, now) : Plan.Nothing;

    /// <summary>Decides for a request.</summary>
    public static Plan PlanFor(CertificateSigningRequest request, Func<string, IReadOnlyCollection<string>, TimeSpan, string> sign, DateTimeOffset now)
    {
        var signer = request.Spec.SignerName;
        if (signer is not (CertificateSigners.Client or CertificateSigners.NodeClient or CertificateSigners.NodeServer or CertificateSigners.LegacyUnknown)) { return Plan.Nothing; }
        if (!request.Has("Approved") || request.Has("Denied") || request.Has("Failed") || request.Status.Certificate is { Length: > 0 }) { return Plan.Nothing; }
        var pem = request.Spec.Request.ToText();
        var objection = CertificateDemand.Read(pem) is { } demand ? CertificateSigners.Objection(signer, demand, request.Spec.Usages) : "the request cannot be read";
        if (objection.Length > 0) { return Status(request, CertificateConditions.Patch(request, "Failed", "SignerValidationFailure", objection, now)); }
        var asked = request.Spec.ExpirationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _lifetimeMax;
        try
        {
            var certificate = sign(pem, request.Spec.Usages, asked < _lifetimeMax ? asked : _lifetimeMax);
            return Status(request, ObjectNode.Of(("metadata", ObjectNode.Of(("resourceVersion", request.Metadata.ResourceVersion ?? ""))), ("status", ObjectNode.Of(("certificate", Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate)))))));
        }
        catch (CryptographicException e) { return Status(request, CertificateConditions.Patch(request, "Failed", "SigningError", e.Message, now)); }
    }

    private static Plan Status(CertificateSigningRequest request, ObjectNode patch) => Plan.Of(new ReplaceAction<CertificateSigningRequest>("", request.Metadata.Name!, patch, "status"));
}
