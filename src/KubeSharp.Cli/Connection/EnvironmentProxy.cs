using System.Net;

namespace KubeSharp.Cli.Connection;

/// <summary>The proxy that the environment names for an address: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or the same in small letters. Source: Go's httpproxy, which upstream's client asks. Pure.</summary>
internal static class EnvironmentProxy
{
    /// <summary>The proxy; null: none.</summary>
    /// <param name="server">What is to be reached.</param>
    /// <param name="variable">The environment.</param>
    /// <exception cref="CliException">What the environment names is no address.</exception>
    public static Uri? Of(Uri server, Func<string, string?> variable)
    {
        string Value(string name) => variable(name) is { Length: > 0 } large ? large : variable(name.ToLowerInvariant()) ?? "";
        var text = Value(server.Scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (text.Length == 0 || IsLocal(server.IdnHost) || IsExempt(server, Value("NO_PROXY"))) { return null; }
        if (Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5" or "socks5h") { return proxy.Scheme == "socks5h" ? new Uri($"socks5{text["socks5h".Length..]}") : proxy; }
        return Uri.TryCreate($"http://{text}", UriKind.Absolute, out proxy) ? proxy : throw new CliException($"Unable to connect to the server: proxyconnect: invalid proxy address \"{text}\"", isPlain: true);
    }

    private static bool IsLocal(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsExempt(Uri server, string exempt)
    {
        var host = server.IdnHost.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        foreach (var entry in exempt.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static e => e.ToLowerInvariant()))
        {
            if (entry == "*") { return true; }
            if (IPNetwork.TryParse(entry, out var network))
            {
                if (address is not null && network.Contains(address)) { return true; }
                continue;
            }
            var (name, port) = IPAddress.TryParse(entry.Trim('[', ']'), out _) ? (entry.Trim('[', ']'), "") : entry.LastIndexOf(':') is > 0 and var colon ? (entry[..colon].Trim('[', ']'), entry[(colon + 1)..]) : (entry, "");
            if (port.Length > 0 && port != $"{server.Port}") { continue; }
            if (IPAddress.TryParse(name, out var named) ? named.Equals(address) : Fits(host, name)) { return true; }
        }
        return false;
    }

    // example.com stands for itself and what is below it, .example.com and *.example.com only for what is below.
    private static bool Fits(string host, string name)
    {
        if (name.StartsWith("*.", StringComparison.Ordinal)) { name = name[1..]; }
        return name.StartsWith('.') ? host.EndsWith(name, StringComparison.Ordinal) : host == name || host.EndsWith($".{name}", StringComparison.Ordinal);
    }
}
