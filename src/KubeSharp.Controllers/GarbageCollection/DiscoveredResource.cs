using System.Collections.Immutable;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.GarbageCollection;

/// <summary>A resource as discovery tells it, custom ones too.</summary>
/// <param name="GroupVersion">apps/v1, v1.</param>
/// <param name="Plural">deployments.</param>
/// <param name="Kind">Deployment.</param>
/// <param name="Namespaced">Lives in namespaces.</param>
/// <param name="Verbs">What can be done with it.</param>
public sealed record DiscoveredResource(string GroupVersion, string Plural, string Kind, bool Namespaced, ImmutableArray<string> Verbs)
{
    /// <summary>plural.group; plural alone in the core group.</summary>
    public string QualifiedName => GroupVersion.IndexOf('/') is var slash and > 0 ? $"{Plural}.{GroupVersion[..slash]}" : Plural;

    /// <summary>The path of an object, or with an empty name of the collection; an empty namespace means all.</summary>
    public string Path(string ns, string name)
    {
        var root = GroupVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{GroupVersion}" : $"/api/{GroupVersion}";
        var scope = Namespaced && ns.Length > 0 ? $"/namespaces/{Uri.EscapeDataString(ns)}" : "";
        return $"{root}{scope}/{Plural}{(name.Length > 0 ? "/" + Uri.EscapeDataString(name) : "")}";
    }

    /// <summary>All resources in their preferred versions; a group that cannot be asked is left out.</summary>
    public static async Task<ImmutableArray<DiscoveredResource>> ListAsync(IApiClient client, CancellationToken cancellation)
    {
        var groups = await client.RequestAsync(HttpMethod.Get, "/apis", default, "", cancellation).ConfigureAwait(false);
        var versions = (groups.At("groups") as ArrayNode ?? ArrayNode.Empty).Select(static g => g.TextAt("preferredVersion", "groupVersion")).OfType<string>().Prepend("v1");
        var found = ImmutableArray.CreateBuilder<DiscoveredResource>();
        foreach (var version in versions)
        {
            try
            {
                var list = await client.RequestAsync(HttpMethod.Get, version.Contains('/', StringComparison.Ordinal) ? $"/apis/{version}" : $"/api/{version}", default, "", cancellation).ConfigureAwait(false);
                foreach (var resource in list.At("resources") as ArrayNode ?? ArrayNode.Empty)
                {
                    var name = resource.TextAt("name") ?? "";
                    if (name.Contains('/', StringComparison.Ordinal)) { continue; }
                    var verbs = (resource.At("verbs") as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static v => v.Value).ToImmutableArray();
                    found.Add(new(version, name, resource.TextAt("kind") ?? "", resource.At("namespaced") is BooleanNode { Value: true }, verbs));
                }
            }
            catch (StatusException e) when (e.Status.Code is 404 or 503) { }
        }
        return found.ToImmutable();
    }
}
