namespace KubeSharp.Storage.Engine;

/// <summary>The meaning of a start and an end, as in etcd: no end means the one key; the end {0} means all from the start on.</summary>
internal static class KeyRange
{
    /// <summary>Whether the key is in the range.</summary>
    public static bool Contains(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, ReadOnlySpan<byte> key) =>
        end.IsEmpty
            ? key.SequenceEqual(start)
            : key.SequenceCompareTo(start) >= 0 && ((end.Length == 1 && end[0] == 0) || key.SequenceCompareTo(end) < 0);
}
