using System.Buffers;

namespace KubeSharp.Storage;

/// <summary>
/// How an older text is put together from a newer one: steps, each so many bytes of its own and then so many of the newer text, some bytes further on than
/// the last. Numbers are in seven bits a byte, the lowest first.
/// </summary>
internal static class ValueDifference
{
    // A mark of so many bytes of the old text is looked for in the next bytes of the new one, and so often; where none is found the rest counts as different.
    private const int MarkBytes = 16, LookBytes = 8 * 1024, LooksMax = 64;

    /// <summary>The steps from the newer text to the older; null: they are not even half as long as the older text, and so not worth it.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> older, ReadOnlySpan<byte> newer)
    {
        var steps = new ArrayBufferWriter<byte>(128);
        while (older.Length > 0)
        {
            var (own, skipped) = NextMatch(older, newer);
            var common = older[own..].CommonPrefixLength(newer[skipped..]);
            Number(steps, own);
            steps.Write(older[..own]);
            Number(steps, skipped);
            Number(steps, common);
            if (steps.WrittenCount > older.Length / 2 + MarkBytes && steps.WrittenCount > 256) { return null; }
            older = older[(own + common)..];
            newer = newer[(skipped + common)..];
        }
        return steps.WrittenSpan.ToArray();
    }

    /// <summary>The older text of that length.</summary>
    public static byte[] Restore(ReadOnlySpan<byte> steps, ReadOnlySpan<byte> newer, int length)
    {
        var older = new byte[length];
        for (var rest = older.AsSpan(); rest.Length > 0;)
        {
            var own = Number(ref steps);
            steps[..own].CopyTo(rest);
            steps = steps[own..];
            rest = rest[own..];
            newer = newer[Number(ref steps)..];
            var common = Number(ref steps);
            newer[..common].CopyTo(rest);
            newer = newer[common..];
            rest = rest[common..];
        }
        return older;
    }

    // How much of each text comes before they are alike again.
    private static (int Older, int Newer) NextMatch(ReadOnlySpan<byte> older, ReadOnlySpan<byte> newer)
    {
        if (newer.Length > 0 && older[0] == newer[0]) { return (0, 0); }
        for (var (at, looks) = (0, 0); at + MarkBytes <= older.Length && looks < LooksMax; at += MarkBytes / 2, looks++)
        {
            var found = newer[..Math.Min(newer.Length, LookBytes)].IndexOf(older.Slice(at, MarkBytes));
            if (found < 0) { continue; }
            var before = Math.Min(at, found);
            var alike = 0;
            while (alike < before && older[at - alike - 1] == newer[found - alike - 1]) { alike++; }
            return (at - alike, found - alike);
        }
        return (older.Length, 0);
    }

    private static void Number(ArrayBufferWriter<byte> steps, int number)
    {
        for (; number >= 0x80; number >>= 7) { steps.Write([(byte)(number | 0x80)]); }
        steps.Write([(byte)number]);
    }

    private static int Number(ref ReadOnlySpan<byte> steps)
    {
        var number = 0;
        for (var bits = 0; ; bits += 7)
        {
            var next = steps[0];
            steps = steps[1..];
            number |= (next & 0x7f) << bits;
            if (next < 0x80) { return number; }
        }
    }
}
