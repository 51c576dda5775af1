using System.Buffers.Binary;

namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>
/// The one-time tag Poly1305. Numbers modulo 2^130 - 5 are held in five limbs of 26 bits, so that nothing overflows and nothing branches on what
/// is secret. Source: RFC 8439, section 2.5.
/// </summary>
internal static class Poly1305
{
    private const int ChunkBytes = 16;
    private const uint Mask = 0x3ffffff;

    /// <summary>The tag of a message under a key of 32 bytes that is used for no other message.</summary>
    public static void Tag(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        Span<uint> r = stackalloc uint[5];
        Span<uint> h = stackalloc uint[5];
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        r[0] = Read(key) & 0x3ffffff;
        r[1] = (Read(key[3..]) >> 2) & 0x3ffff03;
        r[2] = (Read(key[6..]) >> 4) & 0x3ffc0ff;
        r[3] = (Read(key[9..]) >> 6) & 0x3f03fff;
        r[4] = (Read(key[12..]) >> 8) & 0x00fffff;
        for (; message.Length >= ChunkBytes; message = message[ChunkBytes..]) { Add(h, r, message, 1u << 24); }
        if (!message.IsEmpty)
        {
            message.CopyTo(chunk);
            chunk[message.Length] = 1;
            Add(h, r, chunk, 0);
        }
        Finish(h, key[16..], tag);
    }

    private static uint Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    // h = (h + chunk) * r
    private static void Add(Span<uint> h, ReadOnlySpan<uint> r, ReadOnlySpan<byte> chunk, uint high)
    {
        ulong h0 = h[0] + (Read(chunk) & Mask), h1 = h[1] + ((Read(chunk[3..]) >> 2) & Mask), h2 = h[2] + ((Read(chunk[6..]) >> 4) & Mask), h3 = h[3] + ((Read(chunk[9..]) >> 6) & Mask);
        var h4 = (ulong)h[4] + ((Read(chunk[12..]) >> 8) | high);
        ulong r0 = r[0], r1 = r[1], r2 = r[2], r3 = r[3], r4 = r[4];
        ulong s1 = r1 * 5, s2 = r2 * 5, s3 = r3 * 5, s4 = r4 * 5;
        var d0 = (h0 * r0) + (h1 * s4) + (h2 * s3) + (h3 * s2) + (h4 * s1);
        var d1 = (h0 * r1) + (h1 * r0) + (h2 * s4) + (h3 * s3) + (h4 * s2);
        var d2 = (h0 * r2) + (h1 * r1) + (h2 * r0) + (h3 * s4) + (h4 * s3);
        var d3 = (h0 * r3) + (h1 * r2) + (h2 * r1) + (h3 * r0) + (h4 * s4);
        var d4 = (h0 * r4) + (h1 * r3) + (h2 * r2) + (h3 * r1) + (h4 * r0);
        d1 += d0 >> 26;
        d2 += d1 >> 26;
        d3 += d2 >> 26;
        d4 += d3 >> 26;
        var low = (d0 & Mask) + ((d4 >> 26) * 5);
        h[0] = (uint)(low & Mask);
        h[1] = (uint)((d1 & Mask) + (low >> 26));
        h[2] = (uint)(d2 & Mask);
        h[3] = (uint)(d3 & Mask);
        h[4] = (uint)(d4 & Mask);
    }

    private static void Finish(Span<uint> h, ReadOnlySpan<byte> pad, Span<byte> tag)
    {
        Carry(h);
        Carry(h);
        // h - p, where that is not below zero.
        Span<uint> g = stackalloc uint[5];
        var carry = 5u;
        for (var i = 0; i < 5; i++)
        {
            g[i] = h[i] + carry;
            carry = g[i] >> 26;
            g[i] &= Mask;
        }
        var takes = 0u - carry;
        for (var i = 0; i < 5; i++) { h[i] = (h[i] & ~takes) | (g[i] & takes); }
        var words = (h[0] | (UInt128)h[1] << 26 | (UInt128)h[2] << 52 | (UInt128)h[3] << 78 | (UInt128)h[4] << 104) + BinaryPrimitives.ReadUInt128LittleEndian(pad);
        BinaryPrimitives.WriteUInt128LittleEndian(tag, words);
    }

    private static void Carry(Span<uint> h)
    {
        for (var i = 0; i < 4; i++)
        {
            h[i + 1] += h[i] >> 26;
            h[i] &= Mask;
        }
        h[0] += (h[4] >> 26) * 5;
        h[4] &= Mask;
        h[1] += h[0] >> 26;
        h[0] &= Mask;
    }
}
