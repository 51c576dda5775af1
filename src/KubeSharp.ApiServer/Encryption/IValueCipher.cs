namespace KubeSharp.ApiServer.Encryption;

/// <summary>One key, or one key service, by which stored values are sealed. Which one sealed a value is told by what the value begins with.</summary>
public interface IValueCipher
{
    /// <summary>What values begin with that it sealed: k8s:enc:KIND:VERSION:NAME:; empty: values as they are.</summary>
    ReadOnlyMemory<byte> Prefix { get; }

    /// <summary>Seals a value, without the prefix. The key it is stored under is bound to it where the cipher can.</summary>
    /// <exception cref="EncryptionException">It cannot now.</exception>
    ValueTask<ReadOnlyMemory<byte>> SealAsync(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> key, CancellationToken cancellation);

    /// <summary>Opens what follows the prefix.</summary>
    /// <exception cref="EncryptionException">It was sealed otherwise, changed since, or it cannot now.</exception>
    ValueTask<ReadOnlyMemory<byte>> OpenAsync(ReadOnlyMemory<byte> sealedValue, ReadOnlyMemory<byte> key, CancellationToken cancellation);

    /// <summary>Whether a value would be sealed otherwise today, though by the same cipher: its key service turned its key over.</summary>
    bool IsStale(ReadOnlyMemory<byte> sealedValue);
}
