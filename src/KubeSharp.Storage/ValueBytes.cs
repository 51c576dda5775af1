using System.Runtime.InteropServices;

namespace KubeSharp.Storage;

/// <summary>
/// The bytes of a value, shared by all who hold the value. Once it has been replaced, only what differs from its successor may be kept: who reads it
/// then gets a copy that is put together from the newer values. Any number may read meanwhile; letting go twice does no harm.
/// </summary>
public sealed class ValueBytes
{
    // Most values that are put together one from the other, so that the oldest of a key is as good as read at once.
    private const int ChainMax = 16;
    private const int WorthwhileBytes = 512;

    // An array, read-only memory that is not a whole array, or the difference from the successor.
    private object _state;
    private int _chain;

    /// <summary>Of bytes that nobody changes.</summary>
    public ValueBytes(ReadOnlyMemory<byte> whole)
    {
        Length = whole.Length;
        _state = MemoryMarshal.TryGetArray(whole, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : whole;
    }

    /// <summary>No bytes.</summary>
    public static ValueBytes Empty { get; } = new(default);

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public ReadOnlyMemory<byte> Whole => Volatile.Read(ref _state) switch
    {
        byte[] array => array,
        ReadOnlyMemory<byte> memory => memory,
        var state => ((Difference)state).Restore(Length),
    };

    /// <summary>They are kept as they are.</summary>
    public bool IsWhole => Volatile.Read(ref _state) is not Difference;

    /// <summary>Keeps only what differs from the value that took this one's place, where that is worth it.</summary>
    public void ReplacedBy(ValueBytes newer)
    {
        if (Length < WorthwhileBytes || newer.Length == 0 || !IsWhole || _chain == ChainMax) { return; }
        if (ValueDifference.Of(Whole.Span, newer.Whole.Span) is not { } steps) { return; }
        newer._chain = _chain + 1;
        Volatile.Write(ref _state, new Difference(newer, steps));
    }

    private sealed class Difference(ValueBytes newer, byte[] steps)
    {
        public byte[] Restore(int length) => ValueDifference.Restore(steps, newer.Whole.Span, length);
    }
}
