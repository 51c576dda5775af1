using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Encryption.Kms;

/// <summary>A seed as a key service sealed it.</summary>
/// <param name="Value">What it is sealed as.</param>
/// <param name="KeyId">The key that sealed it.</param>
/// <param name="Annotations">What the service wants to see again when it opens it.</param>
public sealed record SealedSeed(ReadOnlyMemory<byte> Value, string KeyId, ImmutableDictionary<string, ReadOnlyMemory<byte>> Annotations);
