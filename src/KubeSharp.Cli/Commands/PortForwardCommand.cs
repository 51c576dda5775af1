using System.Net;
using System.Net.Sockets;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Streaming;
using KubeSharp.Machinery.Documents;
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
        var word = context.Arguments[0];
        var pod = await Workloads.PodAsync(context, word);
        if (pod.Text("status", "phase") != "Running") { throw new CliException($"unable to forward port because pod is not running. Current status={pod.Text("status", "phase")}"); }
        var service = word.Split('/') is ["svc" or "service" or "services", var name] ? await (await context.ServerAsync()).GetAsync($"/api/v1/namespaces/{await context.NamespaceAsync()}/services/{name}", context.Cancellation) : null;
        var ports = context.Arguments.Skip(1).Select(p => Parse(p, pod, service)).ToArray();
        var path = $"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}/portforward";
        context.Terminal.Interruption.Expect();
        var allowsSockets = context.Terminal.Variable(PortForwardConnection.SocketsVariable) != "false";
        await using var connection = await PortForwardConnection.OpenAsync((await context.SettingsAsync()).Rest, path, allowsSockets, context.Cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var listeners = new List<TcpListener>();
        try
        {
            foreach (var (local, remote) in ports) { Listen(context, connection, local, remote, listeners, ended); }
            await context.Out.FlushAsync(context.Cancellation);
            if (listeners.Count == 0) { throw new CliException("unable to listen on any of the requested ports: [" + string.Join(" ", ports.Select(static p => $"{{{p.Local} {p.Remote}}}")) + "]"); }
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

    // Of localhost either family is enough; any other address has to work.
    private static void Listen(CommandContext context, PortForwardConnection connection, int local, int remote, List<TcpListener> listeners, CancellationTokenSource ended)
    {
        var isBound = false;
        foreach (var address in context.Flags.List("address"))
        {
            if (address == "localhost")
            {
                string? failure = null;
                foreach (var loopback in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
                {
                    if (TryListen(context, connection, loopback, local, remote, listeners, ended) is { } reason) { failure ??= reason; }
                    else { isBound = true; }
                }
                if (!isBound) { context.Error.WriteLine($"Unable to listen on port {local}: {failure}"); }
                continue;
            }
            if (!IPAddress.TryParse(address, out var given)) { throw new CliException($"{address} is not a valid IP"); }
            if (TryListen(context, connection, given, local, remote, listeners, ended) is { } why) { context.Error.WriteLine($"Unable to listen on port {local}: {why}"); }
        }
    }

    // Null where it listens, else why not.
    private static string? TryListen(CommandContext context, PortForwardConnection connection, IPAddress address, int local, int remote, List<TcpListener> listeners, CancellationTokenSource ended)
    {
        var listener = new TcpListener(address, local);
        try { listener.Start(); }
        catch (SocketException e) { return $"unable to create listener: Error listen {(address.AddressFamily == AddressFamily.InterNetwork ? "tcp4" : "tcp6")} {new IPEndPoint(address, local)}: bind: {e.Message.ToLowerInvariant()}"; }
        var end = (IPEndPoint)listener.LocalEndpoint;
        context.Out.WriteLine($"Forwarding from {end} -> {remote}");
        listeners.Add(listener);
        _ = AcceptAsync(context, connection, listener, end.Port, remote, ended);
        return null;
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

    // LOCAL:REMOTE, PORT, :REMOTE; of a service its port means the pod's target port; names of container ports are known.
    private static (int Local, int Remote) Parse(string text, Node pod, Node? service)
    {
        var parts = text.Split(':');
        var wanted = parts.Length == 2 ? parts[1] : parts[0];
        var remote = service is null ? ContainerPort(pod, wanted) : ServicePort(service, pod, wanted);
        if (remote == 0) { throw new CliException($"Pod '{pod.Text("metadata", "name")}' does not have a named port '{wanted}'"); }
        var local = parts.Length != 2 ? (int.TryParse(wanted, out var same) ? same : remote) : parts[0].Length == 0 ? 0 : ushort.TryParse(parts[0], out var given) ? given
            : throw new CliException($"error parsing local port '{parts[0]}': strconv.ParseUint: parsing \"{parts[0]}\": {(parts[0].All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}");
        return (local, remote);
    }

    private static int ServicePort(Node service, Node pod, string wanted)
    {
        var port = service.Items("spec", "ports").FirstOrDefault(p => p.Text("port") == wanted || p.Text("name") == wanted) ?? throw new CliException($"Service {service.Text("metadata", "name")} does not have a service port {wanted}");
        return ContainerPort(pod, port.TextOr(port.Text("port"), "targetPort"));
    }

    private static int ContainerPort(Node pod, string text) => int.TryParse(text, out var number) ? number
        : (int)pod.Items("spec", "containers").SelectMany(static c => c.Items("ports")).FirstOrDefault(p => p.Text("name") == text).Number("containerPort");
}
