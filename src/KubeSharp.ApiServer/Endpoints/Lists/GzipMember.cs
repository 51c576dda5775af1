using System.Buffers.Binary;

namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>What must stand around pieces so that they are one gzip file. Source: RFC 1952.</summary>
internal sealed class GzipMember
{
    // An empty block that is marked as the last.
    private static readonly byte[] _lastBlock = [3, 0];
    private uint _sum;

    /// <summary>What it begins with: deflate, no name, no time, compressed as fast as can be, of no particular system.</summary>
    public static ReadOnlyMemory<byte> Head { get; } = new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255 };

    /// <summary>Bytes the pieces hold so far.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes of the next piece.</summary>
    public ReadOnlyMemory<byte> Add(DeflatedPiece piece)
    {
        _sum = piece.SumAfter(_sum);
        Length += piece.Length;
        return piece.Bytes;
    }

    /// <summary>What it ends with, after the last piece.</summary>
    public ReadOnlyMemory<byte> Tail()
    {
        var tail = new byte[_lastBlock.Length + 8];
        _lastBlock.CopyTo(tail, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(_lastBlock.Length), _sum);
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(_lastBlock.Length + 4), (uint)Length);
        return tail;
    }
}
