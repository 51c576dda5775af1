using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.GarbageCollection;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Namespaces;

/// <summary>Deletes all that is in a namespace, custom resources too; when nothing is left the namespace's own finalizer goes.</summary>
public sealed record EmptyNamespaceAction(Namespace Namespace) : PlanAction
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        var name = Namespace.Metadata.Name!;
        var left = 0L;
        foreach (var resource in await DiscoveredResource.ListAsync(context.Client, cancellation).ConfigureAwait(false))
        {
            if (!resource.Namespaced || !resource.Verbs.Contains("list") || !resource.Verbs.Contains("delete")) { continue; }
            left += await EmptyAsync(context.Client, resource, name, cancellation).ConfigureAwait(false);
        }
        if (left > 0) { return null; }
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(name)}";
        try
        {
            var current = await context.Client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
            var finalizers = (current.At("spec", "finalizers") as ArrayNode ?? ArrayNode.Empty).Where(static f => f is not StringNode { Value: "kubernetes" });
            await context.Client.RequestAsync(HttpMethod.Put, path + "/finalize", current.With(["spec", "finalizers"], new ArrayNode([.. finalizers])).ToUtf8(), "application/json", cancellation).ConfigureAwait(false);
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
        return null;
    }

    // How many objects are still there.
    private static async Task<long> EmptyAsync(IApiClient client, DiscoveredResource resource, string ns, CancellationToken cancellation)
    {
        var path = resource.Path(ns, "");
        var list = await client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
        if (list.At("items") is not ArrayNode { Count: > 0 } items) { return 0; }
        if (resource.Verbs.Contains("deletecollection"))
        {
            await client.RequestAsync(HttpMethod.Delete, path, """{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background"}"""u8.ToArray(), "application/json", cancellation).ConfigureAwait(false);
        }
        else
        {
            foreach (var item in items)
            {
                try { await client.RequestAsync(HttpMethod.Delete, resource.Path(ns, item.TextAt("metadata", "name")!), default, "", cancellation).ConfigureAwait(false); }
                catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
            }
        }
        var after = await client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
        return (after.At("items") as ArrayNode)?.Count ?? 0;
    }
}
