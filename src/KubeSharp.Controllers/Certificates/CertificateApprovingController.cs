using System.Collections.Immutable;
using System.Net;
using KubeSharp.Api.Certificates.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Certificates;

/// <summary>
/// Approves what node agents ask for: client certificates where the asker may (nodeclient, selfnodeclient), serving certificates for names and
/// addresses that are the asking node's and nobody else's. Source: TLS bootstrapping, approval.
/// </summary>
public sealed class CertificateApprovingController : IController
{
    private static readonly TimeSpan _registersWithin = TimeSpan.FromMinutes(2), _lookAgainAfter = TimeSpan.FromMilliseconds(100);
    private ObjectCache<CertificateSigningRequest> _requests = new();
    private ObjectCache<Node> _nodes = new();

    /// <inheritdoc/>
    public string Name => "certificatesigningrequest-approving-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["CertificateSigningRequest", "Node"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["CertificateSigningRequest/approval"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_requests, _nodes) = (informers.Get<CertificateSigningRequest>().Cache, informers.Get<Node>().Cache);
        informers.FollowSelf<CertificateSigningRequest>(enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _requests.Get(null, key.Name) is { } request ? PlanFor(request, _nodes.List(), now) : Plan.Nothing;

    /// <summary>Decides for a request.</summary>
    public static Plan PlanFor(CertificateSigningRequest request, IReadOnlyCollection<Node> nodes, DateTimeOffset now)
    {
        if (request.Has("Approved") || request.Has("Denied") || request.Spec.SignerName is not (CertificateSigners.NodeClient or CertificateSigners.NodeServer)) { return Plan.Nothing; }
        if (CertificateDemand.Read(request.Spec.Request.ToText()) is not { } demand || CertificateSigners.Objection(request.Spec.SignerName, demand, request.Spec.Usages).Length > 0) { return Plan.Nothing; }
        var isOwn = request.Spec.Username == demand.CommonName;
        if (request.Spec.SignerName == CertificateSigners.NodeClient)
        {
            return Plan.Of(isOwn ? new ApproveIfAllowedAction(request, "selfnodeclient", "Auto approving self kubelet client certificate after SubjectAccessReview.", now)
                : new ApproveIfAllowedAction(request, "nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.", now));
        }
        return isOwn && IsOf(demand, nodes)
            ? Plan.Of(new ReplaceAction<CertificateSigningRequest>("", request.Metadata.Name!, CertificateConditions.Patch(request, "Approved", "AutoApproved", "Auto approving kubelet serving certificate for the node's own names and addresses.", now), "approval"))
            // A node asks while it registers: its addresses may be known in a moment.
            : request.Metadata.CreationTimestamp is { } made && now - made < _registersWithin ? Plan.Nothing with { After = _lookAgainAfter } : Plan.Nothing;
    }

    // A node may say of itself what it likes, so what it serves must not be another's.
    private static bool IsOf(CertificateDemand demand, IReadOnlyCollection<Node> nodes)
    {
        var name = demand.CommonName["system:node:".Length..];
        if (nodes.FirstOrDefault(n => n.Metadata.Name == name) is not { } node) { return false; }
        var (own, others) = (Of(node), nodes.Where(n => n.Metadata.Name != name).SelectMany(Of).ToHashSet(StringComparer.Ordinal));
        return demand.DnsNames.Concat(demand.Addresses.Select(static a => a.ToString())).All(n => own.Contains(n) && !others.Contains(n));
    }

    private static ImmutableHashSet<string> Of(Node node) => [node.Metadata.Name!, .. node.Status.Addresses.Select(static a => IPAddress.TryParse(a.Address, out var ip) ? ip.ToString() : a.Address)];
}
