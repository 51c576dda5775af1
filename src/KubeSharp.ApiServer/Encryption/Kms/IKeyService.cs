namespace KubeSharp.ApiServer.Encryption.Kms;

/// <summary>A key service, as the cipher sees it.</summary>
public interface IKeyService : IDisposable
{
    /// <summary>The key it seals with now.</summary>
    /// <exception cref="EncryptionException">It cannot be reached, or is not well.</exception>
    ValueTask<string> KeyIdAsync(CancellationToken cancellation);

    /// <summary>Seals a seed.</summary>
    /// <exception cref="EncryptionException">It cannot now.</exception>
    ValueTask<SealedSeed> SealAsync(ReadOnlyMemory<byte> seed, CancellationToken cancellation);

    /// <summary>Opens a seed.</summary>
    /// <exception cref="EncryptionException">It cannot now, or it never sealed it.</exception>
    ValueTask<ReadOnlyMemory<byte>> OpenAsync(SealedSeed seed, CancellationToken cancellation);
}
