using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Controllers.ResourceClaims;

/// <summary>Makes claims of devices from templates for pods, and gives back what pods that are gone or done have held. Source: Dynamic Resource Allocation.</summary>
public sealed class ResourceClaimController : IController
{
    private const string ByOwner = "owner", PodKey = "pod:";
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<ResourceClaim> _claims = new();
    private ObjectCache<ResourceClaimTemplate> _templates = new();

    /// <inheritdoc/>
    public string Name => "resourceclaim-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Pod", "ResourceClaim", "ResourceClaimTemplate"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ResourceClaim.of Pod", "ResourceClaim/status.reservedFor", "Pod/status.resourceClaimStatuses"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_pods, _claims, _templates) = (informers.Get<Pod>().Cache, informers.Get<ResourceClaim>().Cache, informers.Get<ResourceClaimTemplate>().Cache);
        _claims.AddIndex(ByOwner, static c => c.Metadata.Controller() is { Kind: "Pod" } owner ? [owner.Uid] : []);
        informers.Get<Pod>().Subscribe(c => TakePod((c.New ?? c.Old)!, enqueue));
        informers.Get<ResourceClaim>().Subscribe(c =>
        {
            var claim = (c.New ?? c.Old)!;
            enqueue(Following.Key(claim));
            if (claim.Metadata.Controller() is { Kind: "Pod" } owner) { enqueue(new(claim.Metadata.Namespace!, PodKey + owner.Name)); }
        });
        informers.Get<ResourceClaimTemplate>().Subscribe(c =>
        {
            if (c is not { Old: null, New: { } template }) { return; }
            foreach (var pod in _pods.List(template.Metadata.Namespace).Where(p => p.Spec.ResourceClaims.Any(r => r.ResourceClaimTemplateName == template.Metadata.Name))) { enqueue(new(pod.Metadata.Namespace!, PodKey + pod.Metadata.Name)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        if (!key.Name.StartsWith(PodKey, StringComparison.Ordinal)) { return _claims.Get(key.Namespace, key.Name) is { } claim ? ResourceClaimPlanner.PlanFor(claim, n => _pods.Get(key.Namespace, n)) : Plan.Nothing; }
        return _pods.Get(key.Namespace, key.Name[PodKey.Length..]) is { } pod ? ResourceClaimPlanner.PlanFor(pod, _claims.ByIndex(ByOwner, pod.Metadata.Uid ?? ""), n => _templates.Get(key.Namespace, n)) : Plan.Nothing;
    }

    private void TakePod(Pod pod, Action<ObjectKey> enqueue)
    {
        if (pod.Spec.ResourceClaims.Count == 0) { return; }
        enqueue(new(pod.Metadata.Namespace!, PodKey + pod.Metadata.Name));
        foreach (var claim in _claims.ByIndex(ByOwner, pod.Metadata.Uid ?? "")) { enqueue(Following.Key(claim)); }
        foreach (var named in pod.Spec.ResourceClaims.Where(static r => !string.IsNullOrEmpty(r.ResourceClaimName))) { enqueue(new(pod.Metadata.Namespace!, named.ResourceClaimName!)); }
    }
}
