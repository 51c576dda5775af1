using System.Globalization;
using System.Text;

namespace KubeSharp.Cli.Commands;

/// <summary>A request that came to the local proxy.</summary>
internal sealed record ProxyRequest(string Method, string Path, string Host, string ContentType, string Accept, string UserAgent, byte[] Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    private const int HeadBytesMax = 64 * 1024;
    private const int BodyBytesMax = 64 << 20;

    private static readonly HashSet<string> _own = new(["Host", "Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Transfer-Encoding", "Content-Length", "Content-Type", "Accept", "Accept-Encoding", "User-Agent", "Expect"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The headers that are passed on as they are: not those of the connection, nor those that are told otherwise.</summary>
    public IEnumerable<(string Name, string Value)> Passed => Headers.Where(static h => !_own.Contains(h.Name));

    /// <summary>What the connection is to become (websocket, SPDY/3.1); empty: it stays HTTP.</summary>
    public string Upgrade => Headers.FirstOrDefault(static h => h.Name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)).Value ?? "";

    /// <summary>Reads the next request; null at the end.</summary>
    /// <exception cref="InvalidDataException">It is no HTTP/1.1 request, or too large.</exception>
    public static async Task<ProxyRequest?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !(head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, cancellation) == 0) { return null; }
            head.Add(one[0]);
            if (head.Count > HeadBytesMax) { throw new InvalidDataException("the head of the request is too long"); }
        }
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        if (words.Length != 3) { throw new InvalidDataException("no HTTP request"); }
        var all = lines.Skip(1).Select(static l => l.Split(':', 2)).Where(static p => p.Length == 2).Select(static p => (Name: p[0], Value: p[1].Trim())).ToArray();
        var headers = all.GroupBy(static h => h.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(static g => g.Key, static g => g.Last().Value, StringComparer.OrdinalIgnoreCase);
        var length = int.TryParse(headers.GetValueOrDefault("Content-Length"), CultureInfo.InvariantCulture, out var given) ? given : 0;
        if (length is < 0 or > BodyBytesMax) { throw new InvalidDataException("the body of the request is too long"); }
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation);
        return new ProxyRequest(words[0], words[1], ProxyPaths.Host(headers.GetValueOrDefault("Host") ?? ""), headers.GetValueOrDefault("Content-Type") ?? "application/json", headers.GetValueOrDefault("Accept") ?? "*/*", headers.GetValueOrDefault("User-Agent") ?? "", body, all);
    }
}
