using System.Collections.Immutable;

namespace KubeSharp.Dns.Wire;

/// <summary>A query as read. Answers are written by <see cref="DnsWriter"/>.</summary>
/// <param name="Id">Number given by the client.</param>
/// <param name="IsRecursionDesired">The client wants other servers asked too.</param>
/// <param name="Question">What is asked.</param>
/// <param name="UdpBytesMax">Largest answer over UDP: 512, or what EDNS says.</param>
/// <param name="HasEdns">The client speaks EDNS.</param>
public sealed record DnsMessage(ushort Id, bool IsRecursionDesired, DnsQuestion Question, int UdpBytesMax, bool HasEdns)
{
    private const int HeaderBytes = 12;
    private const int NameBytesMax = 255;
    private const int UdpBytesDefault = 512;

    /// <summary>Reads a query of one question; null where it is malformed or none.</summary>
    public static DnsMessage? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || (bytes[2] & 0x80) != 0 || (bytes[2] & 0x78) != 0) { return null; }
        if (Number(bytes, 4) != 1) { return null; }
        var at = HeaderBytes;
        if (ReadName(bytes, ref at) is not { } name || at + 4 > bytes.Length) { return null; }
        var question = new DnsQuestion(name, Number(bytes, at), Number(bytes, at + 2));
        at += 4;
        var (size, hasEdns) = (UdpBytesDefault, false);
        var others = Number(bytes, 6) + Number(bytes, 8) + Number(bytes, 10);
        for (var i = 0; i < others; i++)
        {
            if (ReadName(bytes, ref at) is null || at + 10 > bytes.Length) { return null; }
            var type = Number(bytes, at);
            if (type == DnsType.Opt) { (size, hasEdns) = (Math.Max(UdpBytesDefault, Number(bytes, at + 2)), true); }
            at += 10 + Number(bytes, at + 8);
            if (at > bytes.Length) { return null; }
        }
        return new((ushort)Number(bytes, 0), (bytes[2] & 1) != 0, question, size, hasEdns);
    }

    /// <summary>The shortest time to live of the answers of a message; null where there are none or it cannot be read.</summary>
    public static int? ShortestTimeToLive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes) { return null; }
        var at = HeaderBytes;
        for (var i = 0; i < Number(bytes, 4); i++)
        {
            if (ReadName(bytes, ref at) is null) { return null; }
            at += 4;
        }
        int? shortest = null;
        for (var i = 0; i < Number(bytes, 6); i++)
        {
            if (ReadName(bytes, ref at) is null || at + 10 > bytes.Length) { return null; }
            var seconds = (Number(bytes, at + 4) << 16) | Number(bytes, at + 6);
            shortest = shortest is { } other ? Math.Min(other, seconds) : seconds;
            at += 10 + Number(bytes, at + 8);
        }
        return shortest;
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => (bytes[at] << 8) | bytes[at + 1];

    // A name may end in a pointer to an earlier one; each jump goes backwards, so it ends.
    private static string? ReadName(ReadOnlySpan<byte> bytes, ref int at)
    {
        var name = new System.Text.StringBuilder();
        var (position, hasJumped, lowest) = (at, false, at);
        while (true)
        {
            if (position >= bytes.Length) { return null; }
            var length = bytes[position];
            if (length == 0)
            {
                if (!hasJumped) { at = position + 1; }
                return name.ToString();
            }
            if ((length & 0xC0) == 0xC0)
            {
                if (position + 1 >= bytes.Length) { return null; }
                var target = ((length & 0x3F) << 8) | bytes[position + 1];
                if (!hasJumped) { at = position + 2; }
                if (target >= lowest) { return null; }
                (position, lowest, hasJumped) = (target, target, true);
                continue;
            }
            if ((length & 0xC0) != 0 || position + 1 + length > bytes.Length || name.Length + length + 1 > NameBytesMax) { return null; }
            if (name.Length > 0) { name.Append('.'); }
            foreach (var b in bytes.Slice(position + 1, length)) { name.Append(char.ToLowerInvariant((char)b)); }
            position += 1 + length;
        }
    }
}
