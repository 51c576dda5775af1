using KubeSharp.Machinery.Documents;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>One change of a resource.</summary>
/// <param name="Revision">When.</param>
/// <param name="Old">As it was; null: it is new.</param>
/// <param name="New">As it is; null: it is gone. For a deletion <see cref="Deleted"/> has the last state with the deletion's version.</param>
public sealed record CacheEvent(long Revision, CachedObject? Old, CachedObject? New)
{
    private ReadOnlyMemory<byte> _deleted;
    private CachedObject? _gone;

    /// <summary>The bytes to send for a deletion: the last state, its resource version that of the deletion.</summary>
    public ReadOnlyMemory<byte> Deleted => _deleted.IsEmpty ? _deleted = ResourceVersions.Replace(Old!.Utf8.Span, Revision) : _deleted;

    /// <summary>What <see cref="Deleted"/> holds, as an object.</summary>
    public CachedObject Gone => _gone ??= new(new ValueBytes(Deleted), Revision, (ObjectNode)Node.Parse(Deleted.Span), Old!.Fields);
}
