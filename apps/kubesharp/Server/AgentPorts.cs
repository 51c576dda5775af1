using System.Net;
using KubeSharp.Hosting.Serving;
using KubeSharp.Kubelet;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>The ports of a node's agent without TLS: its health, and what anybody may read, both only where they are wanted.</summary>
internal sealed partial class AgentPorts : IAsyncDisposable
{
    private readonly List<PlainServer> _servers = [];

    /// <summary>Serves them. A port that is taken is told of and does without, as it does for upstream's kubelet.</summary>
    public static async Task<AgentPorts> StartAsync(NodeAgent agent, NodeAgentOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var ports = new AgentPorts();
        var address = IPAddress.TryParse(options.Configuration.Text("", "address"), out var given) ? given : IPAddress.Any;
        await ports.ServeAsync(new IPEndPoint(options.HealthAddress, options.HealthPort), agent.HealthHandler, loggers, cancellation);
        if (options.ServesRequests) { await ports.ServeAsync(new IPEndPoint(address, options.ReadOnlyPort), agent.ReadOnlyHandler, loggers, cancellation); }
        return ports;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) { await server.DisposeAsync(); }
    }

    private async Task ServeAsync(IPEndPoint endPoint, RequestDelegate handler, ILoggerFactory loggers, CancellationToken cancellation)
    {
        if (endPoint.Port == 0) { return; }
        try { _servers.Add(await PlainServer.StartAsync(endPoint, handler, loggers, cancellation)); }
        catch (IOException e) { LogTaken(loggers.CreateLogger("kubelet"), endPoint, e.Message); }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "nothing is served at {EndPoint}: {Reason}")]
    private static partial void LogTaken(ILogger logger, IPEndPoint endPoint, string reason);
}
