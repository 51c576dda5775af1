using System.Net;
using System.Net.Sockets;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Streaming;
using KubeSharp.Machinery.Documents;

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
        var listening = new List<Task>();
        foreach (var (local, remote) in context.Arguments.Skip(1).Select(p => Parse(p, pod, service)))
        {
            foreach (var address in context.Flags.List("address").SelectMany(static a => a == "localhost" ? new[] { IPAddress.Loopback, IPAddress.IPv6Loopback } : [IPAddress.Parse(a)])) { Listen(context, pod, address, local, remote, listening); }
        }
        await context.Out.FlushAsync(context.Cancellation);
        if (listening.Count == 0) { throw new CliException("unable to listen on any of the requested ports"); }
        await Task.WhenAll(listening);
        return 0;
    }

    private static void Listen(CommandContext context, ObjectNode pod, IPAddress address, int local, int remote, List<Task> listening)
    {
        var listener = new TcpListener(address, local);
        try { listener.Start(); }
        catch (SocketException e)
        {
            if (address.AddressFamily == AddressFamily.InterNetwork) { context.Error.WriteLine($"Unable to listen on port {local}: {e.Message}"); }
            return;
        }
        var end = (IPEndPoint)listener.LocalEndpoint;
        context.Out.WriteLine($"Forwarding from {end} -> {remote}");
        listening.Add(AcceptAsync(context, pod, listener, end.Port, remote));
    }

    private static async Task AcceptAsync(CommandContext context, ObjectNode pod, TcpListener listener, int local, int remote)
    {
        var path = $"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}/portforward";
        var rest = (await context.SettingsAsync()).Rest;
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(context.Cancellation);
                context.Out.WriteLine($"Handling connection for {local}");
                await context.Out.FlushAsync(context.Cancellation);
                _ = ServeAsync(context, client, new PortTunnel(rest, path), remote);
            }
        }
        catch (OperationCanceledException) { }
        finally { listener.Stop(); }
    }

    private static async Task ServeAsync(CommandContext context, TcpClient client, PortTunnel tunnel, int remote)
    {
        using (client)
        {
            try { await tunnel.CopyAsync(client.GetStream(), remote, context.Cancellation); }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Net.WebSockets.WebSocketException or CliException or Machinery.Statuses.StatusException or InvalidDataException)
            {
                if (e is not OperationCanceledException) { context.Error.WriteLine($"error: an error occurred forwarding to port {remote}: {e.Message}"); }
            }
        }
    }

    // LOCAL:REMOTE, PORT, :REMOTE; of a service its port means the pod's target port; names of container ports are known.
    private static (int Local, int Remote) Parse(string text, Node pod, Node? service)
    {
        var parts = text.Split(':');
        if (parts.Length > 2) { throw new CliException($"error parsing '{text}': invalid port format"); }
        var wanted = parts[^1];
        var remote = service is null ? ContainerPort(pod, wanted) : ServicePort(service, pod, wanted);
        if (remote == 0) { throw new CliException($"Pod '{pod.Text("metadata", "name")}' does not have a named port '{wanted}'"); }
        var local = parts.Length == 1 ? (int.TryParse(wanted, out var same) ? same : remote) : parts[0].Length == 0 ? 0 : int.Parse(parts[0]);
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
