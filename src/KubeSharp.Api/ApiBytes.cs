using System.Text;

namespace KubeSharp.Api;

/// <summary>Bytes that are equal when their content is; base64 in JSON.</summary>
public sealed class ApiBytes(ReadOnlyMemory<byte> memory) : IEquatable<ApiBytes>
{
    /// <summary>No bytes.</summary>
    public static ApiBytes Empty { get; } = new(default);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory { get; } = memory;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => Memory.Span;

    /// <summary>Number of bytes.</summary>
    public int Length => Memory.Length;

    /// <summary>The bytes of the text in UTF-8.</summary>
    public static ApiBytes FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes read as UTF-8.</summary>
    public string ToText() => Encoding.UTF8.GetString(Span);

    /// <inheritdoc/>
    public bool Equals(ApiBytes? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ApiBytes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Length} bytes";

    /// <summary>An array becomes bytes without copying.</summary>
    public static implicit operator ApiBytes(byte[] bytes) => new(bytes);
}
