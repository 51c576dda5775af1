using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>aescbc: AES in CBC mode with PKCS #7 padding, the initialization vector before the rest. Values are hidden, but not protected from change. Source: Encrypting Confidential Data at Rest.</summary>
public sealed class AesCbcCipher(string keyName, byte[] secret) : LocalCipher("aescbc", keyName)
{
    private const int BlockBytes = 16;

    /// <inheritdoc/>
    protected override byte[] Seal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.Key = secret;
        var start = RandomNumberGenerator.GetBytes(BlockBytes);
        return [.. start, .. aes.EncryptCbc(value, start)];
    }

    /// <inheritdoc/>
    protected override byte[] Open(ReadOnlySpan<byte> sealedValue, ReadOnlySpan<byte> key)
    {
        if (sealedValue.Length < 2 * BlockBytes || sealedValue.Length % BlockBytes != 0) { throw new CryptographicException("no whole number of blocks"); }
        using var aes = Aes.Create();
        aes.Key = secret;
        return aes.DecryptCbc(sealedValue[BlockBytes..], sealedValue[..BlockBytes]);
    }
}
