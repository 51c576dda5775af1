using System.Globalization;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.History;

/// <summary>Objects as they were at a past revision: exact reads of lists, which every Kubernetes API server answers until it compacts its store.</summary>
internal sealed class PastStates(ServerConnection server)
{
    private const int ExpiredCode = 410;

    /// <summary>The query that asks for a revision and no other.</summary>
    public static string Exactly(long revision) => $"resourceVersion={revision.ToString(CultureInfo.InvariantCulture)}&resourceVersionMatch=Exact";

    /// <summary>Whether a refusal says that a revision is no longer kept.</summary>
    public static bool IsExpired(StatusException refusal) => refusal.Status.Code == ExpiredCode;

    /// <summary>The server's newest revision.</summary>
    public async Task<long> NewestAsync(ResourceType type, string ns, CancellationToken cancellation) =>
        Revision((await server.GetAsync($"{type.PathOf(ns)}?limit=1", cancellation)).TextAt("metadata", "resourceVersion"));

    /// <summary>An object at a revision; null: it was not there.</summary>
    /// <exception cref="StatusException">410: the revision is no longer kept.</exception>
    public async Task<ObjectNode?> ObjectAsync(ResourceItem item, long revision, CancellationToken cancellation)
    {
        var list = await server.GetAsync($"{item.Type.PathOf(item.Namespace)}?fieldSelector={Uri.EscapeDataString($"metadata.name={item.Name}")}&{Exactly(revision)}", cancellation);
        return (list.At("items") as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>().FirstOrDefault() is { } found
            ? found.Set("apiVersion", item.Type.ApiVersion).Set("kind", item.Type.Kind) : null;
    }

    /// <summary>The states that an object had before one, newest first, as far back as the server keeps them.</summary>
    public async IAsyncEnumerable<ObjectNode> BeforeAsync(ResourceItem item, ObjectNode state, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        while (Revision(state.TextAt("metadata", "resourceVersion")) is > 1 and var revision)
        {
            ObjectNode? earlier;
            try { earlier = await ObjectAsync(item, revision - 1, cancellation); }
            catch (StatusException e) when (IsExpired(e)) { yield break; }
            if (earlier is null) { yield break; }
            yield return state = earlier;
        }
    }

    /// <summary>The last state of an object that is no more; null: it was not there at any revision that was looked at.</summary>
    public async Task<ObjectNode?> LastAsync(ResourceItem item, CancellationToken cancellation)
    {
        var missing = await NewestAsync(item.Type, item.Namespace, cancellation);
        var (there, floor, found) = (0L, 0L, (ObjectNode?)null);
        // Backwards in steps that double until it is there, then halving to its last revision; what is no longer kept bounds the search below.
        for (var step = 1L; missing - floor > 1 && missing - there > 1;)
        {
            var probe = found is null ? Math.Max(missing - step, floor + ((missing - floor) / 2)) : there + ((missing - there) / 2);
            try
            {
                if (await ObjectAsync(item, probe, cancellation) is { } state) { (there, found) = (probe, state); }
                else { missing = probe; }
                step *= 2;
            }
            catch (StatusException e) when (IsExpired(e)) { floor = probe; }
        }
        return found;
    }

    /// <summary>A resource version as a number; 0 where it is none.</summary>
    public static long Revision(string? version) => long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
