using System.Buffers.Binary;
using System.IO.Compression;

namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>
/// Bytes compressed for themselves and ended at the edge of a byte: such pieces, one after the other, are one compressed stream (RFC 1951, blocks
/// that refer to nothing before them).
/// </summary>
/// <param name="Bytes">The compressed blocks, without the stream's last one.</param>
/// <param name="Sum">CRC-32 of what they hold.</param>
/// <param name="Length">Bytes of what they hold.</param>
internal sealed record DeflatedPiece(ReadOnlyMemory<byte> Bytes, uint Sum, long Length)
{
    private const int HeadBytes = 10, TrailerBytes = 8;
    private readonly uint _shift = Crc32.Shift(Length);

    /// <summary>The check sum of what came before, whose sum is given, and this.</summary>
    public uint SumAfter(uint before) => Crc32.Joined(before, Sum, _shift);

    /// <summary>Of these parts, one after the other; there is at least one byte in them.</summary>
    public static DeflatedPiece Of(IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        using var member = new MemoryStream();
        var (length, end) = (0L, 0);
        using (var stream = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var part in parts)
            {
                stream.Write(part.Span);
                length += part.Length;
            }
            // Ends the block, and fills its last byte.
            stream.Flush();
            end = (int)member.Length;
        }
        var written = member.GetBuffer().AsSpan(0, (int)member.Length);
        return new(written[HeadBytes..end].ToArray(), BinaryPrimitives.ReadUInt32LittleEndian(written[^TrailerBytes..]), length);
    }
}
