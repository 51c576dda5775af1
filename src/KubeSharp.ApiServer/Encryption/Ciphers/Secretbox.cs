using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>NaCl's crypto_secretbox: a tag by Poly1305, then what XSalsa20 hides. The runtime has neither. Source: "Cryptography in NaCl" (Bernstein).</summary>
internal static class Secretbox
{
    /// <summary>Length of a key.</summary>
    public const int KeyBytes = 32;
    /// <summary>Length of a nonce.</summary>
    public const int NonceBytes = 24;
    /// <summary>Length of a tag.</summary>
    public const int TagBytes = 16;
    private const int TagKeyBytes = 32;

    /// <summary>Seals a value into <paramref name="box"/>, which has room for the tag before it.</summary>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> value, Span<byte> box)
    {
        Span<byte> tagKey = stackalloc byte[TagKeyBytes];
        Hide(key, nonce, value, box[TagBytes..], tagKey);
        Poly1305.Tag(tagKey, box[TagBytes..], box[..TagBytes]);
    }

    /// <summary>Opens a box; false where its tag does not hold.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box, Span<byte> value)
    {
        Span<byte> tagKey = stackalloc byte[TagKeyBytes];
        Span<byte> tag = stackalloc byte[TagBytes];
        Hide(key, nonce, [], [], tagKey);
        Poly1305.Tag(tagKey, box[TagBytes..], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, box[..TagBytes])) { return false; }
        Hide(key, nonce, box[TagBytes..], value, tagKey);
        return true;
    }

    // The stream's first 32 bytes are the key of the tag, the rest hides the value (and, hidden once more, shows it).
    private static void Hide(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> value, Span<byte> hidden, Span<byte> tagKey)
    {
        Span<byte> own = stackalloc byte[KeyBytes];
        Salsa20.DeriveKey(key, nonce[..16], own);
        Span<byte> block = stackalloc byte[Salsa20.BlockBytes];
        Salsa20.Block(own, nonce[16..], 0, block);
        block[..TagKeyBytes].CopyTo(tagKey);
        var (done, at) = (0, TagKeyBytes);
        for (ulong counter = 1; done < value.Length; counter++)
        {
            var count = Math.Min(value.Length - done, Salsa20.BlockBytes - at);
            for (var i = 0; i < count; i++) { hidden[done + i] = (byte)(value[done + i] ^ block[at + i]); }
            (done, at) = (done + count, 0);
            Salsa20.Block(own, nonce[16..], counter, block);
        }
    }
}
