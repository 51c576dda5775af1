using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.GarbageCollection;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Namespaces;

/// <summary>
/// Deletes all that is in a namespace, custom resources too, pods before anything else; tells in its conditions what is left, and lets the
/// namespace's own finalizer go when nothing is. Source: Namespaces; KEP-5080.
/// </summary>
public sealed record EmptyNamespaceAction(Namespace Namespace, DateTimeOffset Now) : PlanAction
{
    private static readonly DiscoveredResource _pods = new("v1", "pods", "Pod", true, ["list", "delete", "deletecollection"]);
    private const string Background = """{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background"}""";

    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        var content = await EmptyAsync(context.Client, Namespace.Metadata.Name!, cancellation).ConfigureAwait(false);
        try
        {
            if (content.IsGone) { await FinalizeAsync(context.Client, Namespace.Metadata.Name!, cancellation).ConfigureAwait(false); }
            else { await TellAsync(context.Client, content, cancellation).ConfigureAwait(false); }
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
        return null;
    }

    private static async Task<NamespaceContent> EmptyAsync(IApiClient client, string ns, CancellationToken cancellation)
    {
        // While a pod is there, what it uses stays; and nothing else need be looked for.
        var content = await WithAsync(NamespaceContent.Empty, client, _pods, ns, cancellation).ConfigureAwait(false);
        if (!content.IsGone) { return content; }
        ImmutableArray<DiscoveredResource> resources;
        try { resources = await DiscoveredResource.ListAsync(client, cancellation).ConfigureAwait(false); }
        catch (StatusException e) { return content with { DiscoveryFailure = e.Message }; }
        foreach (var resource in resources.Where(IsDeletable)) { content = await WithAsync(content, client, resource, ns, cancellation).ConfigureAwait(false); }
        return content;
    }

    private static async Task<NamespaceContent> WithAsync(NamespaceContent content, IApiClient client, DiscoveredResource resource, string ns, CancellationToken cancellation)
    {
        try { return content.With(resource.QualifiedName, await EmptyAsync(client, resource, ns, cancellation).ConfigureAwait(false)); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return content; }
        catch (StatusException e) { return content with { Failures = content.Failures.Add($"{resource.GroupVersion}, Resource={resource.Plural}: {e.Message}") }; }
    }

    private static bool IsDeletable(DiscoveredResource resource) => resource.Namespaced && resource.Verbs.Contains("list") && resource.Verbs.Contains("delete");

    // What is still there after, each object by its finalizers.
    private static async Task<ImmutableArray<ImmutableArray<string>>> EmptyAsync(IApiClient client, DiscoveredResource resource, string ns, CancellationToken cancellation)
    {
        var path = resource.Path(ns, "");
        var list = await client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
        if (list.At("items") is not ArrayNode { Count: > 0 } items) { return []; }
        if (resource.Verbs.Contains("deletecollection"))
        {
            await client.RequestAsync(HttpMethod.Delete, path, System.Text.Encoding.UTF8.GetBytes(Background), "application/json", cancellation).ConfigureAwait(false);
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
        return [.. (after.At("items") as ArrayNode ?? ArrayNode.Empty).Select(static i => GraphObject.FinalizersOf(i))];
    }

    private async Task TellAsync(IApiClient client, NamespaceContent content, CancellationToken cancellation)
    {
        var current = await client.GetAsync<Namespace>(null, Namespace.Metadata.Name!, cancellation).ConfigureAwait(false);
        var status = NamespaceConditions.Of(current.Status, content, Now);
        if (!status.Equals(current.Status)) { await client.UpdateStatusAsync(current with { Status = status }, cancellation).ConfigureAwait(false); }
    }

    private static async Task FinalizeAsync(IApiClient client, string name, CancellationToken cancellation)
    {
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(name)}";
        var current = await client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
        var finalizers = (current.At("spec", "finalizers") as ArrayNode ?? ArrayNode.Empty).Where(static f => f is not StringNode { Value: "kubernetes" });
        await client.RequestAsync(HttpMethod.Put, path + "/finalize", current.With(["spec", "finalizers"], new ArrayNode([.. finalizers])).ToUtf8(), "application/json", cancellation).ConfigureAwait(false);
    }
}
