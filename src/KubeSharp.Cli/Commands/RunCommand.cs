using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl run.</summary>
internal static class RunCommand
{
    /// <summary>run</summary>
    public static Command Run { get; } = new("run", "Start a pod of an image", "NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]", RunAsync) { Required = ["image"] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        if (context.Arguments.Count == 0 || context.DashAt == 0) { throw CliException.Usage("NAME is required for run"); }
        var isAttached = flags.IsSet("attach") ? flags.Bool("attach") : flags.Bool("stdin") || flags.Bool("tty");
        if (flags.Bool("tty") && !flags.Bool("stdin")) { throw CliException.Usage("-i/--stdin is required for containers with -t/--tty=true"); }
        if (isAttached && context.DryRun() != "none") { throw CliException.Usage("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)"); }
        if (flags.Bool("rm") && !isAttached) { throw new CliException("--rm should only be used for attached containers"); }
        if (flags.Text("restart") is not ("" or "Always" or "OnFailure" or "Never")) { throw CliException.Usage($"invalid restart policy: {flags.Text("restart")}"); }
        if (flags.Bool("expose") && flags.Text("port").Length == 0) { throw CliException.Usage("--port must be set when exposing a service"); }
        var content = PodOf(context);
        if (flags.Text("overrides") is { Length: > 0 } overrides) { content = Overridden(content, overrides, flags.Text("override-type")); }
        if (!isAttached)
        {
            var code = await CreateCommand.SubmitAsync(context, content, "created", "kubectl-run");
            return code == 0 && flags.Bool("expose") ? await ExposeAsync(context) : code;
        }
        return await AttachedAsync(context, content);
    }

    private static ObjectNode PodOf(CommandContext context)
    {
        var flags = context.Flags;
        var name = context.Arguments[0];
        var words = CreateParts.Texts(context.Arguments.Skip(1));
        var labels = flags.Text("labels") is { Length: > 0 } given ? CreateParts.Pairs(given) : ObjectNode.Of(("run", name));
        var environment = flags.List("env").Select(static e => e.Split('=', 2) is [{ Length: > 0 } key, var value] ? (Node)ObjectNode.Of(("name", key), ("value", value)) : throw new CliException($"invalid env: {e}")).ToArray();
        var (input, terminal) = (flags.Bool("stdin"), flags.Bool("tty"));
        var isCommand = flags.Bool("command");
        var container = ObjectNode.Of(("name", name), ("image", flags.Text("image")), ("command", isCommand ? words : null), ("args", isCommand ? null : words),
            ("ports", flags.Text("port") is { Length: > 0 } port ? ArrayNode.Of(ObjectNode.Of(("containerPort", long.Parse(port)))) : null),
            ("env", environment.Length > 0 ? new ArrayNode([.. environment]) : null), ("resources", ObjectNode.Empty),
            ("imagePullPolicy", flags.Text("image-pull-policy") is { Length: > 0 } policy ? policy : null), ("securityContext", flags.Bool("privileged") ? ObjectNode.Of(("privileged", true)) : null),
            ("stdin", input ? true : null), ("stdinOnce", input && !flags.Bool("leave-stdin-open") ? true : null), ("tty", terminal ? true : null));
        var annotations = flags.List("annotations").Count > 0 ? CreateParts.Pairs(string.Join(',', flags.List("annotations"))) : null;
        return ObjectNode.Of(("kind", "Pod"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", name), ("labels", labels), ("annotations", annotations))),
            ("spec", ObjectNode.Of(("containers", ArrayNode.Of(container)), ("restartPolicy", flags.Text("restart") is { Length: > 0 } restart ? restart : "Always"), ("dnsPolicy", "ClusterFirst"))), ("status", ObjectNode.Empty));
    }

    private static ObjectNode Overridden(ObjectNode content, string overrides, string type)
    {
        var patch = Yaml.Read(overrides);
        var pod = new ResourceType("", "v1", "pods", "Pod", true);
        return (ObjectNode)Patches.Apply(content, patch, type switch { "json" => Patches.JsonType, "strategic" => Patches.StrategicType, _ => Patches.MergeType }, pod);
    }

    private static async Task<int> ExposeAsync(CommandContext context)
    {
        var (name, port) = (context.Arguments[0], long.Parse(context.Flags.Text("port")));
        return await CreateCommand.SubmitAsync(context, CreateParts.Object("v1", "Service", name, null, ("spec", ObjectNode.Of(("ports", ArrayNode.Of(ObjectNode.Of(("protocol", "TCP"), ("port", port), ("targetPort", port)))), ("selector", ObjectNode.Of(("run", name))))), ("status", ObjectNode.Of(("loadBalancer", ObjectNode.Empty)))), "created", "kubectl-run");
    }

    private static async Task<int> AttachedAsync(CommandContext context, ObjectNode content)
    {
        var flags = context.Flags;
        var server = await context.ServerAsync();
        var ns = await context.NamespaceAsync();
        var collection = $"/api/v1/namespaces/{ns}/pods";
        var name = context.Arguments[0];
        await server.CallAsync(HttpMethod.Post, $"{collection}?fieldManager=kubectl-run", content.ToUtf8(), "application/json", context.Cancellation);
        try
        {
            var pod = await AwaitAsync(context, name, static p => p.TextAt("status", "phase") is "Running" or "Succeeded" or "Failed", flags.Duration("pod-running-timeout"));
            if (pod.TextAt("status", "phase") is "Succeeded" or "Failed") { await LogAsync(context, server, $"{collection}/{name}/log?container={name}"); }
            else
            {
                try { await ExecCommand.AttachToAsync(context, pod, name, flags.Bool("stdin"), flags.Bool("tty"), flags.Bool("quiet")); }
                catch (Exception e) when (e is CliException or StatusException)
                {
                    context.Error.WriteLine($"warning: couldn't attach to pod/{name}, falling back to streaming logs: {e.Message}");
                    await LogAsync(context, server, $"{collection}/{name}/log?container={name}&follow=true");
                }
            }
            if (flags.Text("restart") is "" or "Always") { return 0; }
            pod = await AwaitAsync(context, name, static p => p.TextAt("status", "phase") is "Succeeded" or "Failed", TimeSpan.FromMinutes(1));
            return ExitCode(pod);
        }
        finally
        {
            if (flags.Bool("rm"))
            {
                await server.CallBytesAsync(HttpMethod.Delete, $"{collection}/{name}", null, "", default);
                context.Out.WriteLine($"pod \"{name}\" deleted from {ns} namespace");
            }
        }
    }

    private static async Task LogAsync(CommandContext context, Connection.ServerConnection server, string path)
    {
        using var response = await server.OpenAsync(HttpMethod.Get, path, null, "", context.Cancellation, "*/*");
        await context.Out.FlushAsync(context.Cancellation);
        await response.Content.CopyToAsync(context.Terminal.OutBytes, context.Cancellation);
    }

    private static int ExitCode(Node pod)
    {
        var state = (pod.At("status", "containerStatuses") as ArrayNode)?.FirstOrDefault()?.At("state", "terminated", "exitCode");
        return state is NumberNode code ? (int)code.Integer : pod.TextAt("status", "phase") == "Succeeded" ? 0 : 1;
    }

    private static async Task<ObjectNode> AwaitAsync(CommandContext context, string name, Func<Node, bool> isThere, TimeSpan limit)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limited.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.FromMinutes(1));
        var server = await context.ServerAsync();
        var collection = $"/api/v1/namespaces/{await context.NamespaceAsync()}/pods";
        try
        {
            while (true)
            {
                var pod = (ObjectNode)await server.GetAsync($"{collection}/{name}", limited.Token);
                if (isThere(pod)) { return pod; }
                await foreach (var (_, value) in WatchCommand.EventsAsync(server, $"{collection}?fieldSelector=metadata.name%3D{name}&watch=true&resourceVersion={pod.TextAt("metadata", "resourceVersion")}", "application/json", limited.Token))
                {
                    if (isThere(value)) { return (ObjectNode)value; }
                }
            }
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException("timed out waiting for the condition"); }
    }
}
