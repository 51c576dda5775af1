using KubeSharp.ApiServer.WatchCache;

namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>How a list of one kind and version is put together from its items' bytes.</summary>
internal interface IListEncoding
{
    /// <summary>What stands before the items.</summary>
    ReadOnlyMemory<byte> Head(IEnumerable<CachedObject> items);
    /// <summary>An item, in parts.</summary>
    IEnumerable<ReadOnlyMemory<byte>> Item(CachedObject item);
    /// <summary>What stands between two items; null: nothing.</summary>
    ListMark? Separator { get; }
    /// <summary>What stands after the items.</summary>
    ListMark Tail { get; }
}
