using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Api.Certificates.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Certificates;

/// <summary>Removes signing requests that nobody needs any more: answered ones after an hour, forgotten ones after a day, those whose certificate has run out. Source: Certificates and Certificate Signing Requests.</summary>
public sealed class CertificateCleaningController : IController
{
    private static readonly TimeSpan _answered = TimeSpan.FromHours(1), _pending = TimeSpan.FromHours(24);
    private ObjectCache<CertificateSigningRequest> _requests = new();

    /// <inheritdoc/>
    public string Name => "certificatesigningrequest-cleaner-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["CertificateSigningRequest"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["CertificateSigningRequest.end"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        _requests = informers.Get<CertificateSigningRequest>().Cache;
        informers.FollowSelf<CertificateSigningRequest>(enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _requests.Get(null, key.Name) is { } request ? PlanFor(request, now) : Plan.Nothing;

    /// <summary>Decides for a request.</summary>
    public static Plan PlanFor(CertificateSigningRequest request, DateTimeOffset now)
    {
        if (End(request) is not { } end) { return Plan.Nothing; }
        return end <= now ? Plan.Of(new DeleteAction<CertificateSigningRequest>(request)) : Plan.Nothing with { After = end - now };
    }

    // The earliest moment at which one of the rules wants it gone; null: none does.
    private static DateTimeOffset? End(CertificateSigningRequest request)
    {
        var certificate = request.Status.Certificate;
        var ends = request.Status.Conditions.Where(c => c.Type is "Denied" or "Failed" || (c.Type == "Approved" && certificate is { Length: > 0 }))
            .Select(static c => (c.LastUpdateTime ?? c.LastTransitionTime) + _answered);
        if (request.Status.Conditions.Count == 0) { ends = ends.Append(request.Metadata.CreationTimestamp + _pending); }
        if (certificate is { Length: > 0 }) { ends = ends.Append(NotAfter(certificate.ToText())); }
        return ends.Where(static e => e is not null).Order().FirstOrDefault();
    }

    private static DateTimeOffset? NotAfter(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.NotAfter.ToUniversalTime();
        }
        // What somebody else wrote there is no certificate: it has no end.
        catch (CryptographicException) { return null; }
    }
}
