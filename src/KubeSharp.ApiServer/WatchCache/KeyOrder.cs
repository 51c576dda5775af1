namespace KubeSharp.ApiServer.WatchCache;

/// <summary>The order of objects' keys in the store, where a slash ends the namespace: "a-b" comes before "a", as "a-b/" comes before "a/".</summary>
public sealed class KeyOrder : IComparer<string>, IComparer<(string Namespace, string Name)>
{
    private const char End = '/';

    /// <summary>The order.</summary>
    public static KeyOrder Instance { get; } = new();

    /// <summary>Compares namespaces.</summary>
    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        var common = a.AsSpan().CommonPrefixLength(b);
        return At(a, common) - At(b, common);
    }

    /// <summary>Compares keys.</summary>
    public int Compare((string Namespace, string Name) x, (string Namespace, string Name) y)
    {
        var order = Compare(x.Namespace, y.Namespace);
        return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }

    private static int At(string text, int place) => place == text.Length ? End : text[place];
}
