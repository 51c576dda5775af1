using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>A pod that was just made and that the user is joined to: waiting for it, joining it, its log where joining comes too late.</summary>
internal static class AttachedPod
{
    /// <summary>Waits until the pod is as wanted.</summary>
    /// <param name="limit">How long; zero: until interrupted.</param>
    /// <exception cref="CliException">The time is over, or the pod was deleted.</exception>
    public static async Task<ObjectNode> AwaitAsync(CommandContext context, string ns, string name, Func<Node, bool> isThere, TimeSpan limit)
    {
        await context.Out.FlushAsync(context.Cancellation);
        context.Terminal.Interruption.Guard();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (limit > TimeSpan.Zero) { limited.CancelAfter(limit); }
        var server = await context.ServerAsync();
        var collection = $"/api/v1/namespaces/{ns}/pods";
        try
        {
            while (true)
            {
                var pod = (ObjectNode)await server.GetAsync($"{collection}/{name}", limited.Token);
                if (isThere(pod)) { return pod; }
                await foreach (var (type, value) in WatchCommand.EventsAsync(server, $"{collection}?fieldSelector=metadata.name%3D{name}&watch=true&resourceVersion={pod.TextAt("metadata", "resourceVersion")}", "application/json", limited.Token))
                {
                    if (type == "DELETED") { throw StatusException.NotFound("", "pods", name); }
                    if (isThere(value)) { return (ObjectNode)value; }
                }
            }
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException("timed out waiting for the condition"); }
    }

    /// <summary>The state of a container of any list; null: it has none yet.</summary>
    public static Node? StateOf(Node pod, string container) => new[] { "initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses" }
        .SelectMany(l => pod.Items("status", l)).FirstOrDefault(s => s.Text("name") == container)?.At("state");

    /// <summary>Joins the container; prints its log where it has ended or cannot be joined.</summary>
    public static async Task JoinAsync(CommandContext context, ObjectNode pod, string container, bool hasEnded, bool withInput, bool withTerminal)
    {
        if (hasEnded) { await LogAsync(context, pod, container); return; }
        try { await ExecCommand.AttachToAsync(context, pod, container, withInput, withTerminal, context.Flags.Bool("quiet")); }
        catch (Exception e) when (e is CliException or StatusException)
        {
            context.Error.WriteLine($"warning: couldn't attach to pod/{pod.Text("metadata", "name")}, falling back to streaming logs: {Connection.Escapes.Neutralize(e.Message)}");
            await LogAsync(context, pod, container);
        }
    }

    private static async Task LogAsync(CommandContext context, ObjectNode pod, string container)
    {
        var path = $"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}/log?container={container}";
        using var response = await (await context.ServerAsync()).OpenAsync(HttpMethod.Get, path, null, "", context.Cancellation, "*/*");
        await context.Out.FlushAsync(context.Cancellation);
        await response.Content.CopyToAsync(context.Terminal.OutBytes, context.Cancellation);
    }
}
