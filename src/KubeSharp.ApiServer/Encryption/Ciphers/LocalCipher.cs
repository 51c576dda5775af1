using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.ApiServer.Encryption.Ciphers;

/// <summary>A cipher whose key stands in the configuration.</summary>
public abstract class LocalCipher(string kind, string keyName) : IValueCipher
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Prefix { get; } = Encoding.UTF8.GetBytes($"k8s:enc:{kind}:v1:{keyName}:");

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> SealAsync(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> key, CancellationToken cancellation) => new(Seal(value.Span, key.Span));

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> OpenAsync(ReadOnlyMemory<byte> sealedValue, ReadOnlyMemory<byte> key, CancellationToken cancellation)
    {
        try { return new(Open(sealedValue.Span, key.Span)); }
        // What the runtime says of it would tell one who changes stored values how far they came.
        catch (CryptographicException e) { throw new EncryptionException("the value was changed, or sealed with another key", e); }
    }

    /// <inheritdoc/>
    public bool IsStale(ReadOnlyMemory<byte> sealedValue) => false;

    /// <summary>Seals.</summary>
    protected abstract byte[] Seal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key);

    /// <summary>Opens.</summary>
    /// <exception cref="CryptographicException">It does not hold.</exception>
    protected abstract byte[] Open(ReadOnlySpan<byte> sealedValue, ReadOnlySpan<byte> key);
}
