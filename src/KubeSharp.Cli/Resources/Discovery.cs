using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Cli.Connection;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Resources;

/// <summary>What resources the server has: asked once, kept on disk for a time.</summary>
internal sealed class Discovery(ServerConnection server, string cacheFolder, TimeProvider time)
{
    /// <summary>How long an answer on disk is believed.</summary>
    public const int CacheHours = 6;
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
    private readonly string _folder = Path.Combine(cacheFolder, "discovery", server.Address.Authority.Replace(':', '_') + server.Address.AbsolutePath.TrimEnd('/').Replace('/', '_'), "aggregated");

    /// <summary>All resources in the server's order of preference.</summary>
    /// <param name="isFresh">Ask the server, whatever is on disk.</param>
    public async Task<ImmutableArray<ResourceType>> ResourcesAsync(bool isFresh, CancellationToken cancellation)
    {
        var core = await ReadAsync("api", isFresh, cancellation);
        var groups = await ReadAsync("apis", isFresh, cancellation);
        return [.. From(core), .. From(groups)];
    }

    private async Task<Node> ReadAsync(string root, bool isFresh, CancellationToken cancellation)
    {
        var file = Path.Combine(_folder, root + ".json");
        if (!isFresh && FromDisk(file) is { } kept) { return kept; }
        Node answer;
        try { answer = await server.GetAsync($"/{root}?timeout={server.DiscoveryTimeout}", cancellation, AggregatedType); }
        // Compat: upstream's client reads no status where it asks for this type, and says in its own words what the code means.
        catch (StatusException e) when (e.Status.Code == 401) { throw new StatusException(e.Status with { Message = "the server has asked for the client to provide credentials" }); }
        if (answer.TextAt("kind") != "APIGroupDiscoveryList") { answer = await AggregateAsync(root, answer, cancellation); }
        ToDisk(file, answer);
        return answer;
    }

    private Node? FromDisk(string file)
    {
        try
        {
            return File.Exists(file) && time.GetUtcNow() - File.GetLastWriteTimeUtc(file) < TimeSpan.FromHours(CacheHours) ? Node.Parse(File.ReadAllBytes(file)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException) { return null; }
    }

    // A cache that cannot be written only costs time.
    private void ToDisk(string file, Node answer)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            var temporary = $"{file}.{Environment.ProcessId}";
            File.WriteAllBytes(temporary, answer.ToUtf8());
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    // Servers without aggregated discovery are asked group by group.
    private async Task<Node> AggregateAsync(string root, Node answer, CancellationToken cancellation)
    {
        var groups = new List<Node>();
        var versions = root == "api"
            ? [("", (answer.At("versions") as ArrayNode ?? ArrayNode.Empty).Select(static v => ((StringNode)v).Value))]
            : (answer.At("groups") as ArrayNode ?? ArrayNode.Empty).Select(static g => (g.TextAt("name") ?? "", VersionsOf(g)));
        foreach (var (group, names) in versions)
        {
            var found = new List<Node>();
            foreach (var version in names)
            {
                try { found.Add(Aggregated(group, version, await server.GetAsync(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}", cancellation))); }
                catch (StatusException e) when (e.Status.Code is 404 or 503) { }
            }
            groups.Add(ObjectNode.Of(("metadata", ObjectNode.Of(("name", group))), ("versions", new ArrayNode([.. found]))));
        }
        return ObjectNode.Of(("kind", "APIGroupDiscoveryList"), ("items", new ArrayNode([.. groups])));
    }

    private static IEnumerable<string> VersionsOf(Node group)
    {
        var preferred = group.TextAt("preferredVersion", "version") ?? "";
        var all = (group.At("versions") as ArrayNode ?? ArrayNode.Empty).Select(static v => v.TextAt("version") ?? "");
        return preferred.Length > 0 ? [preferred, .. all.Where(v => v != preferred)] : all;
    }

    private static ObjectNode Aggregated(string group, string version, Node list)
    {
        var items = list.At("resources") as ArrayNode ?? ArrayNode.Empty;
        var resources = items.Where(static r => r.TextAt("name")?.Contains('/', StringComparison.Ordinal) == false).Select(r => (Node)ObjectNode.Of(
            ("resource", r.TextAt("name")), ("responseKind", ObjectNode.Of(("group", r.TextAt("group") ?? group), ("version", r.TextAt("version") ?? version), ("kind", r.TextAt("kind")))),
            ("scope", r.At("namespaced") is BooleanNode { Value: true } ? "Namespaced" : "Cluster"), ("singularResource", r.TextAt("singularName") ?? ""),
            ("verbs", r.At("verbs")), ("shortNames", r.At("shortNames")), ("categories", r.At("categories")),
            ("subresources", new ArrayNode([.. items.Where(s => s.TextAt("name")!.StartsWith(r.TextAt("name") + "/", StringComparison.Ordinal))
                .Select(static s => (Node)ObjectNode.Of(("subresource", s.TextAt("name")!.Split('/')[1])))]))));
        return ObjectNode.Of(("version", version), ("resources", new ArrayNode([.. resources])));
    }

    private static IEnumerable<ResourceType> From(Node document)
    {
        foreach (var group in document.At("items") as ArrayNode ?? ArrayNode.Empty)
        {
            foreach (var version in group.At("versions") as ArrayNode ?? ArrayNode.Empty)
            {
                foreach (var resource in version.At("resources") as ArrayNode ?? ArrayNode.Empty)
                {
                    yield return new ResourceType(group.TextAt("metadata", "name") ?? "", version.TextAt("version") ?? "", resource.TextAt("resource") ?? "",
                        resource.TextAt("responseKind", "kind") ?? "", resource.TextAt("scope") == "Namespaced")
                    {
                        Singular = resource.TextAt("singularResource") ?? "",
                        ShortNames = Texts(resource.At("shortNames")),
                        Categories = Texts(resource.At("categories")),
                        Verbs = Texts(resource.At("verbs")),
                        Subresources = resource.At("subresources") is ArrayNode subs ? [.. subs.Select(static s => s.TextAt("subresource") ?? "")] : [],
                    };
                }
            }
        }
    }

    private static ImmutableArray<string> Texts(Node? list) => list is ArrayNode items ? [.. items.OfType<StringNode>().Select(static s => s.Value)] : [];
}
