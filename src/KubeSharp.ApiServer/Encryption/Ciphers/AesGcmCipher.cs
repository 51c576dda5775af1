namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>aesgcm: AES in GCM mode with a random nonce; its key must be turned over every 200,000 writes. Source: Encrypting Confidential Data at Rest.</summary>
public sealed class AesGcmCipher(string keyName, byte[] secret) : LocalCipher("aesgcm", keyName)
{
    /// <inheritdoc/>
    protected override byte[] Seal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key) => AesGcmBox.Seal(secret, value, key);

    /// <inheritdoc/>
    protected override byte[] Open(ReadOnlySpan<byte> sealedValue, ReadOnlySpan<byte> key) => AesGcmBox.Open(secret, sealedValue, key);
}
