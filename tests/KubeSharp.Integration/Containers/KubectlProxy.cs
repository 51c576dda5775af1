using System.Diagnostics;
using System.Net.WebSockets;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>kubectl proxy, which lets clients without certificates in.</summary>
public sealed class KubectlProxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _address;

    private KubectlProxy(Process process, string address) => (_process, _address) = (process, address);

    /// <summary>Its address and port.</summary>
    public string Address => _address;

    /// <summary>Starts it at a free port.</summary>
    public static async Task<KubectlProxy> StartAsync(string kubeconfig)
    {
        // Streams are rejected unless one says otherwise.
        var start = new ProcessStartInfo("/usr/local/lib/kubesharp/bin/kubectl", ["--kubeconfig", kubeconfig, "proxy", "--port=0", "--reject-paths=^$"]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? "";
        Assert.StartsWith("Starting to serve on ", said, StringComparison.Ordinal);
        return new KubectlProxy(process, said["Starting to serve on ".Length..]);
    }

    /// <summary>Opens a WebSocket and reads its messages until it ends.</summary>
    public async Task<List<byte[]>> ReadSocketAsync(string path, string protocol)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        await socket.ConnectAsync(new Uri($"ws://{_address}{path}"), limit.Token);
        Assert.Equal(protocol, socket.SubProtocol);
        var (messages, buffer, message) = (new List<byte[]>(), new byte[64 * 1024], new List<byte>());
        while (true)
        {
            WebSocketReceiveResult read;
            try { read = await socket.ReceiveAsync(buffer, limit.Token); }
            // A server that has said all may just hang up.
            catch (WebSocketException) { return messages; }
            if (read.MessageType == WebSocketMessageType.Close) { return messages; }
            message.AddRange(buffer.AsSpan(0, read.Count));
            if (!read.EndOfMessage) { continue; }
            messages.Add([.. message]);
            message.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
