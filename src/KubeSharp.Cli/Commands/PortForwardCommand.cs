using System.Net;
using System.Net.Sockets;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Streaming;
using KubeSharp.Machinery.Processes;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl port-forward.</summary>
internal static class PortForwardCommand
{
    /// <summary>port-forward</summary>
    public static Command PortForward { get; } = new("port-forward", "Forward local ports to a pod", "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (context.Arguments.Count < 2) { throw CliException.Usage("TYPE/NAME and list of ports are required for port-forward"); }
        await context.NamespaceAsync();
        var (named, pod) = await Workloads.TargetAsync(context, context.Arguments[0], Workloads.Patience(context));
        var resolved = ForwardedPorts.Resolved([.. context.Arguments.Skip(1)], pod, named is { Type: { Group: "", Plural: "services" } } ? named.Object : null);
        if (pod.Text("status", "phase") != "Running") { throw new CliException($"unable to forward port because pod is not running. Current status={pod.Text("status", "phase")}"); }
        var addresses = Addresses(context.Flags.List("address"));
        var ports = ForwardedPorts.Of(resolved);
        context.Terminal.Interruption.Expect();
        await using var connection = await OpenAsync(context, $"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}/portforward");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var listeners = new List<TcpListener>();
        try
        {
            // Each port is tried.
            var listening = ports.Select(p => Listen(context, connection, p, addresses, listeners, ended)).ToArray();
            await context.Out.FlushAsync(context.Cancellation);
            if (!listening.Any(static l => l)) { throw new CliException($"unable to listen on any of the requested ports: [{string.Join(' ', ports)}]"); }
            using var idle = IdleMemory.Once(context.Terminal.Time);
            await connection.Lost.WaitAsync(ended.Token);
            throw new CliException("lost connection to pod");
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException("lost connection to pod"); }
        finally
        {
            foreach (var listener in listeners) { listener.Stop(); }
        }
    }

    private static async Task<PortForwardConnection> OpenAsync(CommandContext context, string path)
    {
        try { return await PortForwardConnection.OpenAsync((await context.SettingsAsync()).Rest, path, context.Terminal.Variable(PortForwardConnection.SocketsVariable) != "false", context.Cancellation); }
        catch (CliException e) when (e.Unreached.Length == 0) { throw new CliException($"error upgrading connection: {e.Message}"); }
    }

    // Whether each has to work: of localhost one family is enough.
    private static IReadOnlyList<(IPAddress Address, bool IsNeeded)> Addresses(IReadOnlyList<string> given)
    {
        if (given.Count == 0) { throw new CliException("you must specify at least 1 address"); }
        var found = new SortedDictionary<string, (IPAddress, bool)>(StringComparer.Ordinal);
        foreach (var word in given)
        {
            if (word == "localhost")
            {
                found.TryAdd("127.0.0.1", (IPAddress.Loopback, false));
                found.TryAdd("::1", (IPAddress.IPv6Loopback, false));
            }
            else { found[word] = IPAddress.TryParse(word, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || word.Split('.').Length == 4) ? (address, true) : throw new CliException($"{word} is not a valid IP"); }
        }
        return [.. found.Values];
    }

    // A port that is made up for one address is the same for the others.
    private static bool Listen(CommandContext context, PortForwardConnection connection, ForwardedPorts.Pair pair, IReadOnlyList<(IPAddress Address, bool IsNeeded)> addresses, List<TcpListener> listeners, CancellationTokenSource ended)
    {
        var failures = new List<string>();
        var (local, heard, isNeededMissing) = (pair.Local, false, false);
        foreach (var (address, isNeeded) in addresses)
        {
            var listener = new TcpListener(address, local);
            try { listener.Start(); }
            catch (SocketException e)
            {
                failures.Add($"unable to create listener: Error listen {(address.AddressFamily == AddressFamily.InterNetwork ? "tcp4" : "tcp6")} {new IPEndPoint(address, local)}: bind: {e.Message.ToLowerInvariant()}");
                isNeededMissing |= isNeeded;
                continue;
            }
            heard |= !isNeeded;
            local = ((IPEndPoint)listener.LocalEndpoint).Port;
            context.Out.WriteLine($"Forwarding from {listener.LocalEndpoint} -> {pair.Remote}");
            listeners.Add(listener);
            _ = AcceptAsync(context, connection, listener, local, pair.Remote, ended);
        }
        if (failures.Count == 0 || (!isNeededMissing && heard)) { return true; }
        context.Error.WriteLine($"Unable to listen on port {local}: Listeners failed to create with the following errors: [{string.Join(' ', failures)}]");
        return false;
    }

    private static async Task AcceptAsync(CommandContext context, PortForwardConnection connection, TcpListener listener, int local, int remote, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(ended.Token);
                lock (context.Out)
                {
                    context.Out.WriteLine($"Handling connection for {local}");
                    context.Out.Flush();
                }
                _ = ServeAsync(context, connection, client, local, remote, ended);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    // Compat: as with upstream, a port that cannot be reached ends the command: the pod has changed.
    private static async Task ServeAsync(CommandContext context, PortForwardConnection connection, Socket client, int local, int remote, CancellationTokenSource ended)
    {
        using (client)
        {
            try { await connection.ForwardAsync(client, remote, ended.Token); }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException) { }
            catch (Exception e) when (e is IOException or System.Net.WebSockets.WebSocketException)
            {
                context.Error.WriteLine($"E{context.Now:MMdd HH:mm:ss.ffffff} {Environment.ProcessId,7} portforward.go] \"Unhandled Error\" err=\"an error occurred forwarding {local} -> {remote}: {Connection.Escapes.Neutralize(e.Message)}\"");
                await ended.CancelAsync();
            }
        }
    }
}
