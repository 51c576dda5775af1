using System.Buffers.Binary;
using System.Text;

namespace KubeSharp.Api.Protobuf;

/// <summary>
/// Writes protobuf's wire form from the end to the beginning: so a message's length is known when it is written, in one pass. Whatever is
/// written stands before what was written earlier.
/// </summary>
public sealed class ProtobufOutput(int capacity = 4096)
{
    private byte[] _bytes = new byte[capacity];
    private int _start = capacity;

    /// <summary>How many bytes are written.</summary>
    public int Length => _bytes.Length - _start;

    /// <summary>What is written.</summary>
    public byte[] ToArray() => _bytes[_start..];

    /// <summary>Field number and wire type.</summary>
    public void Tag(int number, int wireType) => Varint(((ulong)number << 3) | (uint)wireType);

    /// <summary>A number of variable length.</summary>
    public void Varint(ulong value)
    {
        var length = 1;
        for (var rest = value; rest >= 0x80; rest >>= 7) { length++; }
        var target = Take(length);
        for (var i = 0; i < length - 1; i++, value >>= 7) { target[i] = (byte)(value | 0x80); }
        target[length - 1] = (byte)value;
    }

    /// <summary>A double.</summary>
    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>A field of bytes.</summary>
    public void Bytes(int number, ReadOnlySpan<byte> bytes)
    {
        Raw(bytes);
        Varint((ulong)bytes.Length);
        Tag(number, 2);
    }

    /// <summary>A field of text.</summary>
    public void Text(int number, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Take(length));
        Varint((ulong)length);
        Tag(number, 2);
    }

    /// <summary>A field of a whole number.</summary>
    public void Number(int number, long value)
    {
        Varint((ulong)value);
        Tag(number, 0);
    }

    /// <summary>Makes a field of what was written since <paramref name="length"/> was the length.</summary>
    public void Close(int number, int length)
    {
        Varint((ulong)(Length - length));
        Tag(number, 2);
    }

    private Span<byte> Take(int length)
    {
        if (length > _start)
        {
            var larger = new byte[Math.Max(_bytes.Length * 2, Length + length)];
            _bytes.AsSpan(_start).CopyTo(larger.AsSpan(larger.Length - Length));
            (_start, _bytes) = (larger.Length - Length, larger);
        }
        _start -= length;
        return _bytes.AsSpan(_start, length);
    }
}
