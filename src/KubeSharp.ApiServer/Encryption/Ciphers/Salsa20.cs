using System.Buffers.Binary;
using System.Numerics;

namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>The stream cipher Salsa20 with 32-byte keys, and HSalsa20, by which XSalsa20 takes longer nonces. Source: "The Salsa20 family", "Extending the Salsa20 nonce" (Bernstein).</summary>
internal static class Salsa20
{
    /// <summary>Bytes of the stream a counter stands for.</summary>
    public const int BlockBytes = 64;
    private const int DoubleRounds = 10;
    private const int Words = 16;

    /// <summary>A block of the stream.</summary>
    public static void Block(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ulong counter, Span<byte> block)
    {
        Span<byte> position = stackalloc byte[16];
        nonce.CopyTo(position);
        BinaryPrimitives.WriteUInt64LittleEndian(position[8..], counter);
        Span<uint> start = stackalloc uint[Words];
        Span<uint> x = stackalloc uint[Words];
        Begin(key, position, start);
        start.CopyTo(x);
        Mix(x);
        for (var i = 0; i < Words; i++) { BinaryPrimitives.WriteUInt32LittleEndian(block[(i * 4)..], x[i] + start[i]); }
    }

    /// <summary>HSalsa20: another key from a key and 16 bytes of nonce.</summary>
    public static void DeriveKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> derived)
    {
        Span<uint> x = stackalloc uint[Words];
        Begin(key, nonce, x);
        Mix(x);
        ReadOnlySpan<int> taken = [0, 5, 10, 15, 6, 7, 8, 9];
        for (var i = 0; i < taken.Length; i++) { BinaryPrimitives.WriteUInt32LittleEndian(derived[(i * 4)..], x[taken[i]]); }
    }

    private static void Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> position, Span<uint> x)
    {
        // "expand 32-byte k", four letters on each place of the diagonal.
        (x[0], x[5], x[10], x[15]) = (0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);
        for (var i = 0; i < 4; i++)
        {
            x[1 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(i * 4)..]);
            x[11 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(16 + (i * 4))..]);
            x[6 + i] = BinaryPrimitives.ReadUInt32LittleEndian(position[(i * 4)..]);
        }
    }

    private static void Mix(Span<uint> x)
    {
        for (var i = 0; i < DoubleRounds; i++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }
}
