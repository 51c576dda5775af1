using System.Buffers.Binary;
using System.Text;

namespace KubeSharp.Api.Protobuf;

/// <summary>Reads protobuf's wire form. Source: Protocol Buffers, encoding.</summary>
internal ref struct ProtobufBytes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Nothing is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Field number of what is next; 0 at the end.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public int Next(out int wireType)
    {
        wireType = 0;
        if (_rest.IsEmpty) { return 0; }
        var tag = Varint();
        wireType = (int)(tag & 7);
        return tag >> 3 is > 0 and <= int.MaxValue and var number ? (int)number : throw new FormatException("proto: illegal tag");
    }

    /// <summary>A number of variable length.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public ulong Varint()
    {
        var value = 0UL;
        for (var i = 0; i < 10; i++)
        {
            if (i >= _rest.Length) { throw new FormatException("unexpected EOF"); }
            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] >= 0x80) { continue; }
            _rest = _rest[(i + 1)..];
            return value;
        }
        throw new FormatException("proto: integer overflow");
    }

    /// <summary>A double.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>Bytes that tell their length.</summary>
    /// <exception cref="FormatException">They are cut off.</exception>
    public ReadOnlySpan<byte> Bytes() => Varint() is <= int.MaxValue and var length ? Take((int)length) : throw new FormatException("unexpected EOF");

    /// <summary>Text.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Passes over a value.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public void Skip(int wireType)
    {
        switch (wireType)
        {
            case 0: Varint(); break;
            case 1: Take(8); break;
            case 2: Bytes(); break;
            case 5: Take(4); break;
            default: throw new FormatException($"proto: illegal wireType {wireType}");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length) { throw new FormatException("unexpected EOF"); }
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
