using System.Buffers.Text;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>Puts resource versions into encoded objects without encoding them again.</summary>
public static class ResourceVersions
{
    /// <summary>What an object is encoded with before its version is known.</summary>
    public const string Unset = "0";

    private static ReadOnlySpan<byte> Field => "\"resourceVersion\":\""u8;

    /// <summary>
    /// The bytes with the version in metadata.resourceVersion. Metadata comes before all that could hold such a field too (see
    /// <see cref="Registry.ObjectOrder"/>), and inside a text the quotes would be escaped: so the first one is it.
    /// </summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> utf8, long revision)
    {
        var start = utf8.IndexOf(Field);
        if (start < 0) { return utf8.ToArray(); }
        start += Field.Length;
        var length = utf8[start..].IndexOf((byte)'"');
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(revision, digits, out var written);
        var result = new byte[utf8.Length - length + written];
        utf8[..start].CopyTo(result);
        digits[..written].CopyTo(result.AsSpan(start));
        utf8[(start + length)..].CopyTo(result.AsSpan(start + written));
        return result;
    }
}
