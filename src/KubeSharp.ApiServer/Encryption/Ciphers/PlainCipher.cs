namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>identity: values as they are.</summary>
public sealed class PlainCipher : IValueCipher
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Prefix => default;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> SealAsync(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> key, CancellationToken cancellation) => new(value);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> OpenAsync(ReadOnlyMemory<byte> sealedValue, ReadOnlyMemory<byte> key, CancellationToken cancellation) => new(sealedValue);

    /// <inheritdoc/>
    public bool IsStale(ReadOnlyMemory<byte> sealedValue) => false;
}
