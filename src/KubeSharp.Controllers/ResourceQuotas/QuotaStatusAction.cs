using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Controllers.GarbageCollection;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.ResourceQuotas;

/// <summary>Counts objects of resources that no cache holds, custom ones too, and then writes the status.</summary>
public sealed record QuotaStatusAction(ResourceQuota Quota, ImmutableArray<string> Unknown) : PlanAction
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        var used = Quota.Status.Used;
        var known = await DiscoveredResource.ListAsync(context.Client, cancellation).ConfigureAwait(false);
        foreach (var resource in known.Where(r => r.Namespaced && r.Verbs.Contains("list") && Unknown.Contains(r.QualifiedName)))
        {
            var list = await context.Client.RequestAsync(HttpMethod.Get, resource.Path(Quota.Metadata.Namespace!, "") + "?limit=1", default, "", cancellation).ConfigureAwait(false);
            var count = ((list.At("items") as ArrayNode)?.Count ?? 0) + ((list.At("metadata", "remainingItemCount") as NumberNode)?.Integer ?? 0);
            used = used.Set("count/" + resource.QualifiedName, Quantity.FromValue(count));
        }
        var before = context.Informers.Get<ResourceQuota>().Cache.Get(Quota.Metadata.Namespace, Quota.Metadata.Name!);
        var wanted = Quota with { Status = Quota.Status with { Used = used } };
        return before is not null && before.Status.Equals(wanted.Status) ? null : await new UpdateAction<ResourceQuota>(wanted, IsStatus: true).ApplyAsync(context, cancellation).ConfigureAwait(false);
    }
}
