using System.Globalization;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Reads what is stored as a definition handles it. Built-in resources are stored as they are handled: nothing is done for them.</summary>
public static class StoredForms
{
    /// <summary>One object.</summary>
    public static async ValueTask<ObjectNode> ReadAsync(this ResourceDefinition definition, ReadOnlyMemory<byte> stored, CancellationToken cancellation)
    {
        var tree = (ObjectNode)Node.Parse(stored.Span);
        return definition.StoredForm is { } form ? (await form.ReadAsync([tree], cancellation).ConfigureAwait(false))[0] : tree;
    }

    /// <summary>One cached object; null stays null.</summary>
    public static async ValueTask<CachedObject?> ReadAsync(this ResourceDefinition definition, CachedObject? stored, CancellationToken cancellation) =>
        definition.StoredForm is null || stored is null ? stored : (await definition.ReadAsync([stored], cancellation).ConfigureAwait(false))[0];

    /// <summary>A change of a cached object.</summary>
    public static async ValueTask<CacheEvent> ReadAsync(this ResourceDefinition definition, CacheEvent stored, CancellationToken cancellation) => definition.StoredForm is null
        ? stored
        : new CacheEvent(stored.Revision, await definition.ReadAsync(stored.Old, cancellation).ConfigureAwait(false), await definition.ReadAsync(stored.New, cancellation).ConfigureAwait(false));

    /// <summary>Cached objects in their order. What was read is kept with the cached object until another definition reads it.</summary>
    public static async ValueTask<IReadOnlyList<CachedObject>> ReadAsync(this ResourceDefinition definition, IReadOnlyList<CachedObject> stored, CancellationToken cancellation)
    {
        if (definition.StoredForm is not { } form) { return stored; }
        var result = new CachedObject[stored.Count];
        var unread = new List<int>();
        for (var i = 0; i < result.Length; i++)
        {
            if (stored[i].ReadBy(definition) is { } read) { result[i] = read; }
            else { unread.Add(i); }
        }
        if (unread.Count == 0) { return result; }
        var trees = await form.ReadAsync([.. unread.Select(i => stored[i].Tree)], cancellation).ConfigureAwait(false);
        for (var i = 0; i < unread.Count; i++)
        {
            var from = stored[unread[i]];
            var tree = trees[i];
            // Read again and unchanged: the bytes are shared.
            var bytes = ReferenceEquals(tree, from.Tree) ? from.Bytes : new ValueBytes(ResourceVersions.Replace(ObjectOrder.Encode(tree), from.Revision));
            result[unread[i]] = from.Keep(definition, new CachedObject(bytes, from.Revision, tree, [.. definition.Rules.SelectableFields.Select(f => f.Read(tree))]));
        }
        return result;
    }

    /// <summary>The bytes of an object that is as the definition handles it.</summary>
    public static ReadOnlyMemory<byte> Encode(ObjectNode value) =>
        ResourceVersions.Replace(ObjectOrder.Encode(value), long.TryParse(value.TextAt("metadata", "resourceVersion"), CultureInfo.InvariantCulture, out var revision) ? revision : 0);
}
