using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// The trees of what was written last, by the stored bytes themselves: the caches, which hear of the bytes a moment later, need not read them
/// again. One that is not found only costs the reading. Any number may write and take at once.
/// </summary>
public sealed class WrittenTrees
{
    private const int SlotCount = 256;
    // What is kept in vain, where the store hands on copies, stays small.
    private const int BytesMax = 16 * 1024;
    private readonly Entry?[] _slots = new Entry?[SlotCount];

    /// <summary>Keeps the tree of the bytes until it is taken, or another takes its place.</summary>
    public void Put(ReadOnlyMemory<byte> utf8, ObjectNode tree)
    {
        if (ArrayOf(utf8) is { } bytes) { Volatile.Write(ref Slot(bytes), new Entry(bytes, tree)); }
    }

    /// <summary>Gives the tree away; null where it is not known.</summary>
    public ObjectNode? Take(ReadOnlyMemory<byte> utf8)
    {
        if (ArrayOf(utf8) is not { } bytes) { return null; }
        ref var slot = ref Slot(bytes);
        var entry = Volatile.Read(ref slot);
        if (entry is null || !ReferenceEquals(entry.Bytes, bytes)) { return null; }
        Interlocked.CompareExchange(ref slot, null, entry);
        return entry.Tree;
    }

    private ref Entry? Slot(byte[] bytes) => ref _slots[RuntimeHelpers.GetHashCode(bytes) & (SlotCount - 1)];

    private static byte[]? ArrayOf(ReadOnlyMemory<byte> utf8) => MemoryMarshal.TryGetArray(utf8, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length && segment.Count <= BytesMax ? segment.Array : null;

    private sealed record Entry(byte[] Bytes, ObjectNode Tree);
}
