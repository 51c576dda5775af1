using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Encryption.Ciphers;
using KubeSharp.ApiServer.Encryption.Kms.Wire;

namespace KubeSharp.ApiServer.Encryption.Kms;

/// <summary>
/// kms v2: values are sealed by AES-GCM, each under a key of its own that is derived from a seed; the seed is sealed by a key service, which is
/// asked only when its key is turned over. Source: Using a KMS provider for data encryption; KEP-3299.
/// </summary>
public sealed class KeyServiceCipher(string name, IKeyService service, TimeProvider time) : IValueCipher, IDisposable
{
    private const int SeedBytes = 32;
    private const int SaltBytes = 32;
    private const int SeedsMax = 1000;
    // A seed goes on to count for so long while the service cannot be asked.
    private static readonly TimeSpan _seedLife = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _openedLife = TimeSpan.FromDays(1);
    private readonly AnswerCache<string, ReadOnlyMemory<byte>> _opened = new(SeedsMax, time);
    private volatile Current? _current;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Prefix { get; } = Encoding.UTF8.GetBytes($"k8s:enc:kms:v2:{name}:");

    /// <summary>What went wrong when the service was last asked; empty: nothing.</summary>
    public string Trouble { get; private set; } = "not asked yet";

    /// <summary>Asks the service which key it seals with, and takes a new seed where that is another. Call it once at start, then every minute.</summary>
    /// <exception cref="EncryptionException">It cannot be asked; what held goes on to hold for three minutes.</exception>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            var id = await service.KeyIdAsync(cancellation).ConfigureAwait(false);
            var until = time.GetUtcNow() + _seedLife;
            if (_current is { } current && current.Sealed.KeyId == id) { _current = current with { Until = until }; }
            else
            {
                var seed = RandomNumberGenerator.GetBytes(SeedBytes);
                var sealedSeed = await service.SealAsync(seed, cancellation).ConfigureAwait(false);
                _opened.Keep(Hash(sealedSeed.Value.Span), seed, _openedLife);
                _current = new(seed, sealedSeed, until);
            }
            Trouble = "";
        }
        catch (EncryptionException e)
        {
            Trouble = e.Message;
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> SealAsync(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> key, CancellationToken cancellation)
    {
        if (_current is not { } current || current.Until < time.GetUtcNow()) { throw new EncryptionException($"kms provider {name}: EDEK with keyID is expired: {Trouble}"); }
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] box = [.. salt, .. AesGcmBox.Seal(Derive(current.Seed, salt), value.Span, key.Span)];
        var stored = new EncryptedObject
        {
            EncryptedData = UnsafeByteOperations.UnsafeWrap(box),
            KeyID = current.Sealed.KeyId,
            EncryptedDEKSource = ByteString.CopyFrom(current.Sealed.Value.Span),
            EncryptedDEKSourceType = EncryptedDEKSourceType.HkdfSha256XnonceAesGcmSeed,
        };
        foreach (var (annotation, content) in current.Sealed.Annotations) { stored.Annotations[annotation] = ByteString.CopyFrom(content.Span); }
        return new(stored.ToByteArray());
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> OpenAsync(ReadOnlyMemory<byte> sealedValue, ReadOnlyMemory<byte> key, CancellationToken cancellation)
    {
        var stored = Parse(sealedValue);
        var seed = await SeedAsync(stored, cancellation).ConfigureAwait(false);
        var box = stored.EncryptedData.Span;
        try
        {
            if (stored.EncryptedDEKSourceType == EncryptedDEKSourceType.AesGcmKey) { return AesGcmBox.Open(seed.Span, box, key.Span); }
            if (box.Length < SaltBytes) { throw new EncryptionException($"kms provider {name}: the value is too short"); }
            return AesGcmBox.Open(Derive(seed.Span, box[..SaltBytes]), box[SaltBytes..], key.Span);
        }
        catch (CryptographicException e) { throw new EncryptionException($"kms provider {name}: the value was changed, or sealed with another key", e); }
    }

    /// <inheritdoc/>
    public bool IsStale(ReadOnlyMemory<byte> sealedValue) => _current is { } current && Parse(sealedValue).KeyID != current.Sealed.KeyId;

    /// <inheritdoc/>
    public void Dispose() => service.Dispose();

    private async ValueTask<ReadOnlyMemory<byte>> SeedAsync(EncryptedObject stored, CancellationToken cancellation)
    {
        var hash = Hash(stored.EncryptedDEKSource.Span);
        if (_opened.TryFind(hash, out var known)) { return known; }
        var seed = await service.OpenAsync(new(stored.EncryptedDEKSource.Memory, stored.KeyID, stored.Annotations.ToImmutableDictionary(static a => a.Key, static a => a.Value.Memory)), cancellation).ConfigureAwait(false);
        _opened.Keep(hash, seed, _openedLife);
        return seed;
    }

    private static byte[] Derive(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> salt)
    {
        var derived = new byte[SeedBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, seed, derived, salt);
        return derived;
    }

    private EncryptedObject Parse(ReadOnlyMemory<byte> sealedValue)
    {
        try { return EncryptedObject.Parser.ParseFrom(sealedValue.Span); }
        catch (InvalidProtocolBufferException e) { throw new EncryptionException($"kms provider {name}: the value is none that a key service sealed", e); }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private sealed record Current(byte[] Seed, SealedSeed Sealed, DateTimeOffset Until);
}
