using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;

namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>
/// Lists that are given out in pages: all that was meant at the first page's revision is kept for a while, so that a further page is a part of it and
/// not read from the store's history (docs/decisions/0072).
/// </summary>
internal sealed class KeptLists(TimeProvider time)
{
    private const int ListsMax = 32, MinutesMax = 5;
    private readonly Lock _gate = new();
    private readonly Queue<Kept> _kept = [];

    /// <summary>Keeps the objects of a list.</summary>
    public void Keep(ResourceDefinition definition, string selection, long revision, CachedObject[] objects)
    {
        lock (_gate)
        {
            if (Find(definition, selection, revision) is not null) { return; }
            _kept.Enqueue(new(definition, selection, revision, objects, time.GetUtcNow()));
            if (_kept.Count > ListsMax) { _kept.Dequeue(); }
        }
    }

    /// <summary>The objects of a list; null: it is not kept.</summary>
    public CachedObject[]? Find(ResourceDefinition definition, string selection, long revision)
    {
        var oldest = time.GetUtcNow().AddMinutes(-MinutesMax);
        lock (_gate)
        {
            while (_kept.TryPeek(out var first) && first.Since < oldest) { _kept.Dequeue(); }
            return _kept.FirstOrDefault(k => ReferenceEquals(k.Definition, definition) && k.Revision == revision && k.Selection == selection)?.Objects;
        }
    }

    private sealed record Kept(ResourceDefinition Definition, string Selection, long Revision, CachedObject[] Objects, DateTimeOffset Since);
}
