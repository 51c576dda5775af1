using System.Buffers.Binary;
using System.Text;

namespace KubeSharp.Client.Streams;

/// <summary>Kinds of SPDY/3.1 frames.</summary>
public enum SpdyFrameKind
{
    /// <summary>Bytes of a stream.</summary>
    Data = 0,
    /// <summary>Opens a stream.</summary>
    SynStream = 1,
    /// <summary>Accepts a stream.</summary>
    SynReply = 2,
    /// <summary>Ends a stream at once.</summary>
    RstStream = 3,
    /// <summary>Settings.</summary>
    Settings = 4,
    /// <summary>To be sent back as it is.</summary>
    Ping = 6,
    /// <summary>No more streams.</summary>
    GoAway = 7,
    /// <summary>More headers.</summary>
    Headers = 8,
    /// <summary>Flow control.</summary>
    WindowUpdate = 9,
}

/// <summary>A SPDY/3.1 frame: the part of the protocol that streams of Kubernetes need. Pure. Source: SPDY Protocol Draft 3.1.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Flags">1 (FIN): the sender sends no more on this stream.</param>
/// <param name="StreamId">The stream; 0 where the kind has none.</param>
/// <param name="Payload">What follows the head.</param>
public readonly record struct SpdyFrame(SpdyFrameKind Kind, byte Flags, int StreamId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Length of a frame's head.</summary>
    public const int HeadBytes = 8;
    /// <summary>Longest payload that the length field can say.</summary>
    public const int PayloadMaxBytes = 0xFFFFFF;
    private const byte FinFlag = 1;
    private const ushort Version = 0x8003;

    // An empty stored block: decoders hand out what they have.
    private static readonly byte[] _flush = [0, 0, 0, 0xFF, 0xFF];

    /// <summary>The sender sends no more on this stream.</summary>
    public bool IsFin => (Flags & FinFlag) != 0;

    /// <summary>Length of the payload that a head announces.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> head) => (int)(BinaryPrimitives.ReadUInt32BigEndian(head[4..]) & 0xFFFFFF);

    /// <summary>The frame of a head and its payload.</summary>
    /// <exception cref="InvalidDataException">It is of another version.</exception>
    public static SpdyFrame Read(ReadOnlySpan<byte> head, ReadOnlyMemory<byte> payload)
    {
        var flags = head[4];
        if ((head[0] & 0x80) == 0) { return new(SpdyFrameKind.Data, flags, (int)(BinaryPrimitives.ReadUInt32BigEndian(head) & 0x7FFFFFFF), payload); }
        if (BinaryPrimitives.ReadUInt16BigEndian(head) != Version) { throw new InvalidDataException("a SPDY frame of another version than 3"); }
        var kind = (SpdyFrameKind)BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
        var hasStream = kind is SpdyFrameKind.SynStream or SpdyFrameKind.SynReply or SpdyFrameKind.RstStream or SpdyFrameKind.Headers or SpdyFrameKind.WindowUpdate;
        if (hasStream && payload.Length < 4) { throw new InvalidDataException("a SPDY frame without its stream"); }
        return new(kind, flags, hasStream ? (int)(BinaryPrimitives.ReadUInt32BigEndian(payload.Span) & 0x7FFFFFFF) : 0, payload);
    }

    /// <summary>Bytes of a stream.</summary>
    public static byte[] Data(int stream, ReadOnlySpan<byte> content, bool fin)
    {
        var frame = new byte[HeadBytes + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, stream);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), content.Length);
        frame[4] = fin ? FinFlag : (byte)0;
        content.CopyTo(frame.AsSpan(HeadBytes));
        return frame;
    }

    /// <summary>A control frame.</summary>
    public static byte[] Control(SpdyFrameKind kind, byte flags, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeadBytes + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, Version);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)kind);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        frame[4] = flags;
        payload.CopyTo(frame.AsSpan(HeadBytes));
        return frame;
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="stream">Its id: odd, and larger than those before.</param>
    /// <param name="isFirst">The first of the connection, which begins the compressed text of all headers.</param>
    /// <param name="headers">Names in lower case and values.</param>
    public static byte[] Open(int stream, bool isFirst, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var block = HeaderBlock(isFirst, headers);
        var payload = new byte[10 + block.Length];
        BinaryPrimitives.WriteInt32BigEndian(payload, stream);
        block.CopyTo(payload.AsSpan(10));
        return Control(SpdyFrameKind.SynStream, 0, payload);
    }

    /// <summary>Accepts a stream that the other side has opened.</summary>
    /// <param name="stream">Its id.</param>
    /// <param name="isFirst">The first answer of the connection, which begins the compressed text of all headers.</param>
    public static byte[] Accept(int stream, bool isFirst)
    {
        var block = HeaderBlock(isFirst, []);
        var payload = new byte[4 + block.Length];
        BinaryPrimitives.WriteInt32BigEndian(payload, stream);
        block.CopyTo(payload.AsSpan(4));
        return Control(SpdyFrameKind.SynReply, 0, payload);
    }

    /// <summary>Gives a stream up.</summary>
    public static byte[] Reset(int stream)
    {
        const int Cancel = 5;
        var payload = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, stream);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), Cancel);
        return Control(SpdyFrameKind.RstStream, 0, payload);
    }

    // Headers travel in one zlib stream a connection, begun with the dictionary that SPDY/3 prescribes (0xE3C6A7C2 is its checksum). What is
    // stored and not compressed makes no use of the dictionary, and every decoder takes it.
    private static byte[] HeaderBlock(bool isFirst, ReadOnlySpan<(string Name, string Value)> headers)
    {
        using var plain = new MemoryStream();
        WriteNumber(plain, headers.Length);
        foreach (var (name, value) in headers)
        {
            WriteText(plain, name);
            WriteText(plain, value);
        }
        var length = (ushort)plain.Length;
        byte[] begin = isFirst ? [0x78, 0xBB, 0xE3, 0xC6, 0xA7, 0xC2] : [];
        return [.. begin, 0, (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8), .. plain.ToArray(), .. _flush];
    }

    private static void WriteText(Stream to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteNumber(to, bytes.Length);
        to.Write(bytes);
    }

    private static void WriteNumber(Stream to, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        to.Write(bytes);
    }
}
