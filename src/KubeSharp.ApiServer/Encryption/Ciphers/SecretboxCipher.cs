using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>secretbox: XSalsa20 and Poly1305, a random nonce before the rest. Source: Encrypting Confidential Data at Rest; NaCl's crypto_secretbox.</summary>
public sealed class SecretboxCipher(string keyName, byte[] secret) : LocalCipher("secretbox", keyName)
{
    /// <inheritdoc/>
    protected override byte[] Seal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        var result = new byte[Secretbox.NonceBytes + Secretbox.TagBytes + value.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, Secretbox.NonceBytes));
        Secretbox.Seal(secret, result.AsSpan(0, Secretbox.NonceBytes), value, result.AsSpan(Secretbox.NonceBytes));
        return result;
    }

    /// <inheritdoc/>
    protected override byte[] Open(ReadOnlySpan<byte> sealedValue, ReadOnlySpan<byte> key)
    {
        if (sealedValue.Length < Secretbox.NonceBytes + Secretbox.TagBytes) { throw new CryptographicException("too short"); }
        var value = new byte[sealedValue.Length - Secretbox.NonceBytes - Secretbox.TagBytes];
        return Secretbox.TryOpen(secret, sealedValue[..Secretbox.NonceBytes], sealedValue[Secretbox.NonceBytes..], value) ? value : throw new CryptographicException("the tag does not hold");
    }
}
