namespace KubeSharp.Cri;

/// <summary>The two ways a Unix socket is written: unix:///path and /path.</summary>
public static class UnixEndpoint
{
    /// <summary>Longest path the kernel takes, in bytes.</summary>
    public const int PathMaxBytes = 107;

    private const string Scheme = "unix://";

    /// <summary>The path of an endpoint.</summary>
    /// <exception cref="ArgumentException">Neither form, not absolute, or too long.</exception>
    public static string PathOf(string endpoint)
    {
        var path = endpoint.StartsWith(Scheme, StringComparison.Ordinal) ? endpoint[Scheme.Length..] : endpoint;
        if (!path.StartsWith('/'))
            throw new ArgumentException($"\"{endpoint}\" is no Unix socket: write unix:///path", nameof(endpoint));
        if (System.Text.Encoding.UTF8.GetByteCount(path) > PathMaxBytes)
            throw new ArgumentException($"the socket path {path} is longer than {PathMaxBytes} bytes", nameof(endpoint));
        return path;
    }

    /// <summary>The endpoint of a path.</summary>
    public static string UriOf(string path) => Scheme + path;
}
