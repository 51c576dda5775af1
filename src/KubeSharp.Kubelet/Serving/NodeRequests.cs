using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Client.Streams;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Machinery.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Serving;

/// <summary>Answers the requests that the API server and monitoring send to a node. Source: the kubelet's HTTP API as the API server uses it.</summary>
internal sealed class NodeRequests(NodeAgentOptions options, PodWorkers pods, IPodRuntime runtime, NodeUsage usage, AgentMetrics metrics, CadvisorMetrics cadvisor, AgentCounts counts, NodeHealth health, TimeProvider time, ILogger logger)
{
    /// <summary>Answers one request and counts it.</summary>
    public Task HandleAsync(HttpContext context) => CountedAsync(context, "readwrite", AnswerAsync);

    /// <summary>Answers what anybody may read, and counts it. Source: Kubelet Configuration, readOnlyPort.</summary>
    public Task HandleReadOnlyAsync(HttpContext context) => CountedAsync(context, "readonly", c => EdgeAsync(c, () => (c.Request.Path.Value ?? "/").Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["healthz", ..] => health.HandleAsync(c),
        ["pods"] or ["stats", "summary"] or ["metrics", ..] => RouteAsync(c, (c.Request.Path.Value ?? "/").Split('/', StringSplitOptions.RemoveEmptyEntries), c.RequestAborted),
        ["containerLogs" or "exec" or "attach" or "run" or "portForward" or "runningpods" or "logs" or "debug", ..] => throw Disabled(),
        _ => throw StatusException.NoSuchPath(),
    }));

    private async Task CountedAsync(HttpContext context, string server, Func<HttpContext, Task> answer)
    {
        var labels = LabelsOf(context, server);
        var began = time.GetTimestamp();
        counts.Requests.Add(1, labels);
        counts.RequestsUnderWay.Add(1, labels);
        try { await answer(context); }
        finally
        {
            counts.RequestsUnderWay.Add(-1, labels);
            counts.RequestDurations.Observe(time.GetElapsedTime(began), labels);
        }
    }

    // Compat: what is no method or path of the node's counts as other.
    private static string[] LabelsOf(HttpContext context, string server)
    {
        var parts = (context.Request.Path.Value ?? "/").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var root = parts is ["metrics", { } kind, ..] ? $"metrics/{kind}" : parts is [var first, ..] ? first : "";
        return [root is "exec" or "attach" or "portForward" ? "true" : "false", _methods.Contains(context.Request.Method) ? context.Request.Method : "other", _roots.Contains(root) ? root : "other", server];
    }

    private static readonly FrozenSet<string> _methods = FrozenSet.Create(StringComparer.Ordinal, "OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT");
    private static readonly FrozenSet<string> _roots = FrozenSet.Create(StringComparer.Ordinal, "attach", "configz", "containerLogs", "exec", "healthz", "metrics", "metrics/cadvisor", "metrics/probes", "metrics/resource", "pods", "portForward", "run", "runningpods", "stats");

    private Task AnswerAsync(HttpContext context) => EdgeAsync(context, () => RouteAllowedAsync(context, context.RequestAborted));

    private async Task RouteAllowedAsync(HttpContext context, CancellationToken cancellation)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path is "/healthz" or "/healthz/ping" or "/healthz/syncloop" or "/healthz/log") { await health.HandleAsync(context); return; }
        if (options.Authorize is null || !await options.Authorize(context, cancellation))
        {
            if (!context.Response.HasStarted && context.Response.StatusCode == 200) { context.Response.StatusCode = 403; }
            return;
        }
        using var span = options.Tracer?.Begin(path.Split('/')[1], SpanKind.Server, TraceContext.Parse(context.Request.Headers[TraceContext.Header].ToString()), isTrusted: true).Set("url.path", path);
        await RouteAsync(context, path.Split('/', StringSplitOptions.RemoveEmptyEntries), cancellation);
    }

    // The edge at which every failure becomes an answer.
    private async Task EdgeAsync(HttpContext context, Func<Task> answer)
    {
        var cancellation = context.RequestAborted;
        try { await answer(); }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
        catch (StatusException e) { await RefuseAsync(context, e.Status); }
        catch (Exception e)
        {
            logger.LogDebug(e, "{Path}", context.Request.Path);
            await RefuseAsync(context, new Machinery.Statuses.Status(500, StatusReason.InternalError, e.Message));
        }
    }

    private Task RouteAsync(HttpContext context, string[] parts, CancellationToken cancellation) => parts switch
    {
        ["containerLogs" or "exec" or "attach" or "run" or "portForward" or "runningpods", ..] when !options.AllowsDebugging => throw Disabled(),
        ["containerLogs", var ns, var pod, var container] => LogsAsync(context, ns, pod, container, cancellation),
        ["exec", var ns, var pod, var container] => ExecAsync(context, Running(ns, pod, null, container), cancellation),
        ["exec", var ns, var pod, var uid, var container] => ExecAsync(context, Running(ns, pod, uid, container), cancellation),
        ["attach", var ns, var pod, var container] => AttachAsync(context, Running(ns, pod, null, container), cancellation),
        ["attach", var ns, var pod, var uid, var container] => AttachAsync(context, Running(ns, pod, uid, container), cancellation),
        ["run", var ns, var pod, var container] => RunAsync(context, Running(ns, pod, null, container), cancellation),
        ["portForward", var ns, var pod] => PortForwardAsync(context, Worker(ns, pod, null), cancellation),
        ["portForward", var ns, var pod, var uid] => PortForwardAsync(context, Worker(ns, pod, uid), cancellation),
        ["pods"] => PodsAsync(context, pods.All, cancellation),
        ["runningpods"] => PodsAsync(context, pods.All.Where(static w => w.Actual.AnyRunning), cancellation),
        ["stats", "summary"] => usage.SummaryAsync(context, cancellation),
        ["metrics", "resource"] => usage.ResourceMetricsAsync(context, cancellation),
        ["metrics", "cadvisor"] => CadvisorAsync(context, cancellation),
        ["metrics", "probes"] => TextAsync(context, metrics.Probes(), cancellation),
        ["metrics"] => MetricsAsync(context, cancellation),
        ["configz"] => ConfigurationAsync(context, cancellation),
        _ => throw StatusException.NoSuchPath(),
    };

    private static StatusException Disabled() => new(new Machinery.Statuses.Status(405, StatusReason.MethodNotAllowed, "Debug endpoints are disabled."));

    private static Task TextAsync(HttpContext context, string text, CancellationToken cancellation)
    {
        context.Response.ContentType = MetricText.ContentType;
        return context.Response.WriteAsync(text, cancellation);
    }

    private async Task MetricsAsync(HttpContext context, CancellationToken cancellation) => await TextAsync(context, metrics.Agent() + await usage.VolumeMetricsAsync(cancellation), cancellation);

    private async Task CadvisorAsync(HttpContext context, CancellationToken cancellation) =>
        await TextAsync(context, cadvisor.Text(await usage.ContainersAsync(cancellation), pods.All), cancellation);

    private async Task LogsAsync(HttpContext context, string ns, string pod, string name, CancellationToken cancellation)
    {
        var worker = Worker(ns, pod, null);
        var wanted = LogOptions.From(context.Request.Query, time.GetUtcNow());
        // A worker that has just begun has not looked yet.
        var actual = worker.Actual.Newest(name) is null ? await runtime.GetPodAsync(worker.Pod.Metadata.Uid ?? "", null, cancellation) : worker.Actual;
        var container = wanted.Previous ? actual.Previous(name) ?? (IsWaitingAfterEnd(worker, name) ? actual.Newest(name) : null) : actual.Newest(name);
        if (container is null || container.State == ContainerPhase.Created)
        {
            throw StatusException.BadRequest(wanted.Previous
                ? $"previous terminated container \"{name}\" in pod \"{pod}\" not found"
                : $"container \"{name}\" in pod \"{pod}\" is waiting to start: {WaitingReason(worker, name)}");
        }
        context.Response.ContentType = "text/plain";
        await context.Response.StartAsync(cancellation);
        bool IsRunning() => worker.Actual.Containers.FirstOrDefault(c => c.Id == container.Id) is { State: ContainerPhase.Running } && worker.State != PodState.Gone;
        await new LogReader(container.LogPath, wanted, time).WriteAsync(context.Response.Body, IsRunning, cancellation);
    }

    private async Task ExecAsync(HttpContext context, ContainerActual container, CancellationToken cancellation)
    {
        var request = RequestOf(context, [.. context.Request.Query["command"].Select(static c => c ?? "")]);
        await StreamAsync(context, request, await runtime.GetExecAddressAsync(container.Id, request, cancellation), cancellation);
    }

    private async Task AttachAsync(HttpContext context, ContainerActual container, CancellationToken cancellation)
    {
        var request = RequestOf(context, []);
        await StreamAsync(context, request, await runtime.GetAttachAddressAsync(container.Id, request, cancellation), cancellation);
    }

    // Channels over WebSocket are translated, for runtimes differ in what they know of them; SPDY is passed on.
    private static async Task StreamAsync(HttpContext context, ExecRequest request, Uri address, CancellationToken cancellation)
    {
        var offered = WebSocketUpgrade.Offered(context);
        var protocol = offered.Contains(StreamProtocols.ChannelV5) ? StreamProtocols.ChannelV5 : offered.Contains(StreamProtocols.ChannelV4) ? StreamProtocols.ChannelV4 : null;
        if (protocol is null) { await StreamRelay.JoinAsync(context, address, cancellation); return; }
        await using var spdy = new SpdyConnection(await RuntimeSpdy.ConnectAsync(address, StreamProtocols.ChannelV4, cancellation));
        using var client = await WebSocketUpgrade.AcceptAsync(context, protocol);
        await new ChannelBridge(client, spdy).RunAsync(request, cancellation);
    }

    private async Task RunAsync(HttpContext context, ContainerActual container, CancellationToken cancellation)
    {
        var command = context.Request.Query["cmd"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var outcome = await runtime.ExecAsync(container.Id, [.. command], TimeSpan.Zero, cancellation);
        if (outcome.ExitCode != 0) { context.Response.StatusCode = 500; }
        await context.Response.Body.WriteAsync(outcome.Output, cancellation);
    }

    private async Task PortForwardAsync(HttpContext context, PodWorker worker, CancellationToken cancellation)
    {
        var sandbox = worker.Actual.ReadySandbox ?? throw StatusException.BadRequest($"pod \"{worker.Pod.Metadata.Name}\" has no running sandbox");
        var ports = context.Request.Query["port"].Select(static p => int.TryParse(p, out var port) ? port : 0).Where(static p => p is > 0 and < 65536).ToImmutableArray();
        var address = await runtime.GetPortForwardAddressAsync(sandbox.Id, ports, cancellation);
        if (!WebSocketUpgrade.Offered(context).Contains(StreamProtocols.PortForwardTunnel)) { await StreamRelay.JoinAsync(context, address, cancellation); return; }
        await using var inner = await RuntimeSpdy.ConnectAsync(address, StreamProtocols.PortForward, cancellation);
        using var client = await WebSocketUpgrade.AcceptAsync(context, StreamProtocols.PortForwardTunnel);
        await WebSocketTunnel.JoinAsync(client, inner, cancellation);
    }

    private static async Task PodsAsync(HttpContext context, IEnumerable<PodWorker> workers, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Node.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "PodList");
            writer.WriteString("apiVersion", "v1");
            writer.WriteStartObject("metadata");
            writer.WriteEndObject();
            writer.WriteStartArray("items");
            foreach (var worker in workers) { worker.Pod.Write(writer); }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, cancellation);
    }

    private Task ConfigurationAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(ObjectNode.Of(("kubeletconfig", MergePatch.Apply(options.Configuration.Tree.Remove("apiVersion").Remove("kind"), ObjectNode.Of(
            ("port", options.Port), ("staticPodPath", options.StaticPodFolder), ("clusterDomain", options.ClusterDomain), ("maxPods", options.PodsMax),
            ("clusterDNS", new ArrayNode([.. options.ClusterDns.Select(static a => (Node)a)])), ("resolvConf", options.ResolvConf), ("cgroupRoot", options.CgroupRoot),
            ("containerLogMaxFiles", options.LogFilesMax), ("podLogsDir", options.LogFolder), ("nodeLeaseDurationSeconds", options.LeaseSeconds))))).ToString(), cancellation);
    }

    private PodWorker Worker(string ns, string name, string? uid) => pods.Find(ns, name, uid) ?? throw StatusException.NotFound("", "pods", name);

    private ContainerActual Running(string ns, string pod, string? uid, string container) =>
        Worker(ns, pod, uid).Actual.Newest(container) is { State: ContainerPhase.Running } running ? running
        : throw StatusException.BadRequest($"container {container} of pod {pod} is not running");

    private static ExecRequest RequestOf(HttpContext context, ImmutableArray<string> command)
    {
        bool Flag(string name, string other) => context.Request.Query[name] is ["1" or "true", ..] || context.Request.Query[other] is ["1" or "true", ..];
        var tty = Flag("tty", "tty");
        return new ExecRequest(command, Flag("input", "stdin"), Flag("output", "stdout"), Flag("error", "stderr") && !tty, tty);
    }

    private static bool IsWaitingAfterEnd(PodWorker worker, string name) =>
        worker.Actual.Newest(name) is { HasEnded: true } && worker.Pod.Status.ContainerStatuses.Any(c => c.Name == name && c.State.Waiting is not null);

    private static string WaitingReason(PodWorker worker, string name) =>
        worker.Pod.Status.ContainerStatuses.Concat(worker.Pod.Status.InitContainerStatuses).FirstOrDefault(c => c.Name == name)?.State.Waiting?.Reason ?? "ContainerCreating";

    private static async Task RefuseAsync(HttpContext context, Machinery.Statuses.Status status)
    {
        if (context.Response.HasStarted) { return; }
        context.Response.StatusCode = status.Code;
        context.Response.ContentType = "application/json";
        var body = status.ToNode().ToUtf8();
        // Who upgrades reads the refusal by its length.
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
