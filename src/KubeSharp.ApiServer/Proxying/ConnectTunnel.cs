using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Text;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>Connections through a proxy that is asked by CONNECT. Source: RFC 9110, 9.3.6; apiserver, egressselector.</summary>
/// <param name="proxy">Where the proxy is: an address, a name, or a socket's file.</param>
/// <param name="tls">How it is spoken to; null: in the clear.</param>
public sealed class ConnectTunnel(EndPoint proxy, SslClientAuthenticationOptions? tls)
{
    private const int HeadBytesMax = 64 * 1024;

    /// <summary>A connection.</summary>
    /// <exception cref="IOException">The proxy does not lead there.</exception>
    public async ValueTask<Stream> ConnectAsync(EndPoint target, CancellationToken cancellation)
    {
        var stream = await Egress.DialAsync(proxy, cancellation).ConfigureAwait(false);
        try
        {
            if (tls is not null)
            {
                var secured = new SslStream(stream);
                stream = secured;
                await secured.AuthenticateAsClientAsync(tls, cancellation).ConfigureAwait(false);
            }
            var address = target is DnsEndPoint dns ? string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}") : target.ToString()!;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), cancellation).ConfigureAwait(false);
            var answer = await ReadHeadAsync(stream, cancellation).ConfigureAwait(false);
            return answer.Split(' ') is [_, "200", ..] ? stream : throw new IOException($"proxy error from {proxy} while dialing {address}: {answer}");
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The first line. Nothing may follow the head: who connected speaks first.
    private async ValueTask<string> ReadHeadAsync(Stream stream, CancellationToken cancellation)
    {
        var (buffer, length) = (new byte[HeadBytesMax], 0);
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is var end)
        {
            if (end >= 0 && end + 4 < length) { throw new IOException($"unexpected {length - end - 4} bytes of buffered data from CONNECT proxy \"{proxy}\""); }
            if (end >= 0) { break; }
            var read = length < buffer.Length ? await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false) : 0;
            if (read == 0) { throw new IOException($"reading HTTP response from CONNECT via proxy {proxy} failed: unexpected EOF"); }
            length += read;
        }
        return Encoding.ASCII.GetString(buffer.AsSpan(0, buffer.AsSpan().IndexOf("\r\n"u8)));
    }
}
