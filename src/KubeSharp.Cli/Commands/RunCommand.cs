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
    public static Command Run { get; } = new("run", "Start a pod of an image", "NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]", RunAsync) { Required = ["image"], Checks = [Check.DryRun, Check.Format, Check.Cascade] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        if (context.Arguments.Count == 0 || context.DashAt == 0) { throw CliException.Usage("NAME is required for run"); }
        var isAttached = flags.IsSet("attach") ? flags.Bool("attach") : flags.Bool("stdin") || flags.Bool("tty");
        if (flags.Text("image").Length == 0) { throw new CliException("--image is required"); }
        if (!Debugging.ImageNames.IsReference(flags.Text("image"))) { throw new CliException($"Invalid image name \"{flags.Text("image")}\": invalid reference format"); }
        if (flags.Bool("tty") && !flags.Bool("stdin")) { throw CliException.Usage("-i/--stdin is required for containers with -t/--tty=true"); }
        if (flags.Bool("expose") && flags.Text("port").Length == 0) { throw CliException.Usage("--port must be set when exposing a service"); }
        await context.SettingsAsync();
        if (flags.Text("restart") is not ("" or "Always" or "OnFailure" or "Never")) { throw CliException.Usage($"invalid restart policy: {flags.Text("restart")}"); }
        if (flags.Bool("rm") && !isAttached) { throw CliException.Usage("--rm should only be used for attached containers"); }
        if (isAttached && context.DryRun() != "none") { throw CliException.Usage("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)"); }
        var content = PodOf(context);
        if (flags.Text("overrides") is { Length: > 0 } overrides) { content = Overridden(content, overrides, flags.Text("override-type"), new ResourceType("", "v1", "pods", "Pod", true)); }
        if (!isAttached)
        {
            var pod = await CreateCommand.MakeAsync(context, content, "kubectl-run");
            if (flags.Bool("expose")) { await ExposeAsync(context); }
            context.Report(pod, "created", isTyped: true);
            return 0;
        }
        return await AttachedAsync(context, content);
    }

    private static ObjectNode PodOf(CommandContext context)
    {
        var flags = context.Flags;
        var name = context.Arguments[0];
        var words = CreateParts.Texts(context.Arguments.Skip(1));
        var labels = flags.Text("labels") is { Length: > 0 } given ? CreateParts.Labels(given) : ObjectNode.Of(("run", name));
        var environment = flags.List("env").Select(static e => e.Split('=', 2) is [{ Length: > 0 } key, var value] ? (Node)ObjectNode.Of(("name", key), ("value", value)) : throw new CliException($"invalid env: {e}")).ToArray();
        var (input, terminal) = (flags.Bool("stdin"), flags.Bool("tty"));
        var isCommand = flags.Bool("command");
        var container = ObjectNode.Of(("name", name), ("image", flags.Text("image")), ("command", isCommand ? words : null), ("args", isCommand ? null : words),
            ("ports", flags.Text("port") is { Length: > 0 } port ? ArrayNode.Of(ObjectNode.Of(("containerPort", CreateParts.Number(port)))) : null),
            ("env", environment.Length > 0 ? new ArrayNode([.. environment]) : null), ("resources", ObjectNode.Empty),
            ("imagePullPolicy", flags.Text("image-pull-policy") is { Length: > 0 } policy ? policy : null), ("securityContext", flags.Bool("privileged") ? ObjectNode.Of(("privileged", true)) : null),
            ("stdin", input ? true : null), ("stdinOnce", input && !flags.Bool("leave-stdin-open") ? true : null), ("tty", terminal ? true : null));
        var annotations = flags.List("annotations").Count > 0 ? CreateParts.Pairs(string.Join(',', flags.List("annotations"))) : null;
        return ObjectNode.Of(("kind", "Pod"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", name), ("labels", labels), ("annotations", annotations))),
            ("spec", ObjectNode.Of(("containers", ArrayNode.Of(container)), ("restartPolicy", flags.Text("restart") is { Length: > 0 } restart ? restart : "Always"), ("dnsPolicy", "ClusterFirst"))), ("status", ObjectNode.Empty));
    }

    /// <summary>What is made, with what --overrides says of it.</summary>
    public static ObjectNode Overridden(ObjectNode content, string overrides, string type, ResourceType resource)
    {
        var kind = type switch { "json" => Patches.JsonType, "strategic" => Patches.StrategicType, "merge" or "" => Patches.MergeType, _ => throw new CliException($"invalid override type: {type}") };
        try { return Yaml.Read(overrides) is var read && (kind == Patches.JsonType ? read is ArrayNode : read is ObjectNode) ? (ObjectNode)Patches.Apply(content, read, kind, resource) : throw new CliException("Invalid JSON Patch"); }
        catch (FormatException) { throw new CliException("Invalid JSON Patch"); }
    }

    // Compat: the service is told of before its pod, though made after it, and in YAML as a document of its own.
    private static async Task ExposeAsync(CommandContext context)
    {
        var (name, port) = (context.Arguments[0], CreateParts.Number(context.Flags.Text("port")));
        await CreateCommand.SubmitAsync(context, CreateParts.Object("v1", "Service", name, null, ("spec", ObjectNode.Of(("ports", ArrayNode.Of(ObjectNode.Of(("protocol", "TCP"), ("port", port), ("targetPort", port)))), ("selector", ObjectNode.Of(("run", name))))), ("status", ObjectNode.Of(("loadBalancer", ObjectNode.Empty)))), "created", "kubectl-run");
        if (context.Flags.Text("output") == "yaml") { context.Out.Write("---\n"); }
    }

    private static async Task<int> AttachedAsync(CommandContext context, ObjectNode content)
    {
        var flags = context.Flags;
        var server = await context.ServerAsync();
        var ns = await context.NamespaceAsync();
        var collection = $"/api/v1/namespaces/{ns}/pods";
        var name = context.Arguments[0];
        await server.CallAsync(HttpMethod.Post, $"{collection}?fieldManager=kubectl-run", content.ToUtf8(), "application/json", context.Cancellation);
        var isInterrupted = false;
        try
        {
            // To run is not enough: what is not ready yet may not be there to join.
            var pod = await AttachedPod.AwaitAsync(context, ns, name, static p => p.TextAt("status", "phase") is "Succeeded" or "Failed" || (p.TextAt("status", "phase") == "Running" && Workloads.IsReady(p)), flags.Duration("pod-running-timeout"));
            await AttachedPod.JoinAsync(context, pod, name, pod.TextAt("status", "phase") != "Running", flags.Bool("stdin"), flags.Bool("tty"));
            if (flags.Bool("leave-stdin-open") || flags.Text("restart") is "" or "Always") { return 0; }
            return ExitCode(await AttachedPod.AwaitAsync(context, ns, name, static p => p.TextAt("status", "phase") is "Succeeded" or "Failed", TimeSpan.Zero));
        }
        // Compat: who interrupts leaves the pod where it is.
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            isInterrupted = true;
            throw;
        }
        finally
        {
            if (flags.Bool("rm") && !isInterrupted) { await RemoveAsync(context, server, $"{collection}/{name}"); }
        }
    }

    private static async Task RemoveAsync(CommandContext context, Connection.ServerConnection server, string path)
    {
        try { await server.CallBytesAsync(HttpMethod.Delete, path, null, "", context.Cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return; }
        if (!context.Flags.Bool("quiet")) { context.Out.WriteLine($"pod \"{context.Arguments[0]}\" deleted from {await context.NamespaceAsync()} namespace"); }
    }

    private static int ExitCode(ObjectNode pod)
    {
        if (pod.TextAt("status", "phase") == "Succeeded") { return 0; }
        var subject = $"pod {pod.TextAt("metadata", "namespace")}/{pod.TextAt("metadata", "name")}";
        var ended = (pod.At("status", "containerStatuses") as ArrayNode)?.FirstOrDefault()?.At("state", "terminated");
        return ended?.At("exitCode") is NumberNode { Integer: > 0 } code
            ? throw new CliException($"{subject} terminated ({ended.TextAt("reason")}){(ended.TextAt("message") is { Length: > 0 } m ? $"\n{m}" : "")}", (int)code.Integer, isPlain: true)
            : throw new CliException($"{subject} failed with unknown exit code");
    }
}
