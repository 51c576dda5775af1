using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>AES in GCM mode as it is stored: nonce, what is hidden, tag.</summary>
internal static class AesGcmBox
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals; the key it is stored under is bound to it.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        var result = new byte[NonceBytes + value.Length + TagBytes];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(secret, TagBytes);
        aes.Encrypt(result.AsSpan(0, NonceBytes), value, result.AsSpan(NonceBytes, value.Length), result.AsSpan(NonceBytes + value.Length), key);
        return result;
    }

    /// <summary>Opens.</summary>
    /// <exception cref="CryptographicException">It does not hold.</exception>
    public static byte[] Open(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> box, ReadOnlySpan<byte> key)
    {
        if (box.Length < NonceBytes + TagBytes) { throw new CryptographicException("too short"); }
        var value = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(secret, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], value, key);
        return value;
    }
}
