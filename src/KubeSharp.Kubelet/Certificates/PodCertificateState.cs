using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api.Certificates.V1Beta1;

namespace KubeSharp.Kubelet.Certificates;

/// <summary>Where one projected certificate of a pod stands. Pure. Source: Projected Volumes, podCertificate; KEP-4317.</summary>
public sealed record PodCertificateState
{
    private static readonly TimeSpan _overdueAfter = TimeSpan.FromMinutes(10), _retryAfter = TimeSpan.FromMinutes(1);

    /// <summary>What the pod has; null: nothing yet.</summary>
    public PodCredential? Held { get; init; }
    /// <summary>What was asked for; null: nothing is under way.</summary>
    public AskedCertificate? Asked { get; init; }
    /// <summary>Why there will be none: the signer's word, which is the last; empty: there may be one.</summary>
    public string Refusal { get; init; } = "";
    /// <summary>The condition that says so: Denied or Failed.</summary>
    public string RefusedBy { get; init; } = "";
    /// <summary>When asking failed last, where it did since the last answer.</summary>
    public DateTimeOffset? FailedAt { get; init; }
    /// <summary>It was told that the certificate should have been renewed.</summary>
    public bool ToldOverdue { get; init; }
    /// <summary>It was told that the certificate has ended.</summary>
    public bool ToldEnded { get; init; }

    /// <summary>Nothing asked, nothing held.</summary>
    public static PodCertificateState Initial { get; } = new();

    /// <summary>Whether a certificate is to be asked for now.</summary>
    public bool Wants(DateTimeOffset now) => Refusal.Length == 0 && Asked is null && (Held is null || (now >= Held.RenewAt && !(FailedAt + _retryAfter > now)));

    /// <summary>What becomes of it by the request as it is now; null: it is not there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">Now.</param>
    /// <param name="jitter">Added to the time of renewal, so that not all pods ask at once.</param>
    public PodCertificateState Answered(PodCertificateRequest? request, DateTimeOffset now, TimeSpan jitter)
    {
        if (Asked is null) { return this; }
        if (request is null) { return now > Asked.ForgottenAt ? this with { Asked = null } : this; }
        var end = request.Status.Conditions.FirstOrDefault(static c => c.Type is "Issued" or "Denied" or "Failed");
        var name = $"{request.Metadata.Namespace}/{request.Metadata.Name}";
        return end?.Type switch
        {
            "Issued" => new PodCertificateState { Held = new PodCredential(Asked.Key, Clean(request.Status.CertificateChain ?? ""), (request.Status.BeginRefreshAt ?? now) + jitter, request.Status.NotAfter ?? now) },
            "Denied" => this with { Asked = null, RefusedBy = end.Type, Refusal = $"PodCertificateRequest {name} was denied, reason=\"{end.Reason}\", message=\"{end.Message}\"" },
            "Failed" => this with { Asked = null, RefusedBy = end.Type, Refusal = $"PodCertificateRequest {name} failed, reason=\"{end.Reason}\", message=\"{end.Message}\"" },
            _ => this,
        };
    }

    /// <summary>What is to be told now of a certificate that is late; null: nothing.</summary>
    public (string Reason, string Message, PodCertificateState Told)? Warning(DateTimeOffset now)
    {
        if (Held is null || Refusal.Length > 0) { return null; }
        if (!ToldEnded && now > Held.EndsAt) { return ("CertificateExpired", "PodCertificate expired", this with { ToldEnded = true, ToldOverdue = true }); }
        return !ToldOverdue && now > Held.RenewAt + _overdueAfter ? ("CertificateOverdueForRefresh", "PodCertificate refresh overdue", this with { ToldOverdue = true }) : null;
    }

    /// <summary>When it is to be looked at again, whatever else happens; null: it need not be.</summary>
    public DateTimeOffset? LookAt(DateTimeOffset now)
    {
        if (Held is null || Refusal.Length > 0) { return null; }
        if (Asked is null) { return FailedAt + _retryAfter > now ? FailedAt + _retryAfter : Held.RenewAt; }
        return !ToldOverdue ? Held.RenewAt + _overdueAfter : !ToldEnded ? Held.EndsAt : now + _retryAfter;
    }

    /// <summary>Upstream's word for it in metrics.</summary>
    public string Word(DateTimeOffset now) => RefusedBy.Length > 0 ? RefusedBy.ToLowerInvariant() : Held is null ? "not_yet_issued"
        : now > Held.EndsAt ? "expired" : now > Held.RenewAt + _overdueAfter ? "overdue_for_refresh" : "fresh";

    // Explanations between the blocks and headers in them are left out.
    private static string Clean(string chain)
    {
        var text = new StringBuilder(chain.Length);
        var rest = chain.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            text.Append(PemEncoding.Write("CERTIFICATE", Convert.FromBase64String(rest[block.Base64Data].ToString()))).Append('\n');
            rest = rest[block.Location.End..];
        }
        return text.ToString();
    }
}
