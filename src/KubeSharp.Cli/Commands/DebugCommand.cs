using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Debugging;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl debug: a container in a running pod, a changed copy of a pod, a pod in a node's namespaces.</summary>
internal static class DebugCommand
{
    private const string PowerlessWarning = "Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using \"--custom\" with a custom profile that specifies \"securityContext.runAsUser: 0\".";

    /// <summary>debug</summary>
    public static Command Debug { get; } = new("debug", "Look into a pod or a node with a container made for it", "(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        string[] targets = [.. context.DashAt >= 0 ? context.Arguments.Take(context.DashAt) : context.Arguments];
        var options = Read(context);
        Check(context, options, targets);
        var selection = await context.SelectionAsync([.. targets.Select(static t => t.Contains('/', StringComparison.Ordinal) ? t : $"pods/{t}")]);
        var reader = await context.ReaderAsync();
        var code = 0;
        foreach (var item in await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation))
        {
            var (pod, container) = item.Type switch
            {
                { Group: "", Plural: "nodes" } => await OnNodeAsync(context, options, item),
                { Group: "", Plural: "pods" } when options.CopyTo.Length > 0 => await CopyAsync(context, options, item),
                { Group: "", Plural: "pods" } => await InPodAsync(context, options, item),
                var other => throw new CliException($"\"{other.Group}/{other.Version}, Kind={other.Kind}\" not supported by debug"),
            };
            if ((flags.IsSet("attach") ? flags.Bool("attach") : options.WithInput) && container.Length > 0) { code = await AttachAsync(context, options, pod, container); }
        }
        reader.ThrowFailures();
        return code;
    }

    private static DebugOptions Read(CommandContext context)
    {
        var flags = context.Flags;
        var images = flags.List("set-image").Select(static i => i.Split('=', 2)).ToArray();
        if (images.FirstOrDefault(static i => i.Length < 2) is { } bad) { throw new FlagException($"invalid argument \"{bad[0]}\" for \"--set-image\" flag: {bad[0]} must be formatted as key=value"); }
        var environment = flags.List("env").Select(static e => e.Split('=', 2) is [{ Length: > 0 } key, var value] ? (Node)ObjectNode.Of(("name", key), ("value", value)) : throw new FlagException($"invalid argument \"{e}\" for \"--env\" flag: {e} must be formatted as key=value")).ToArray();
        return new DebugOptions
        {
            Image = flags.Text("image"),
            PullPolicy = flags.Text("image-pull-policy"),
            Container = flags.Text("container"),
            CopyTo = flags.Text("copy-to"),
            Words = context.DashAt >= 0 ? CreateParts.Texts(context.Arguments.Skip(context.DashAt)) ?? ArrayNode.Empty : ArrayNode.Empty,
            IsArguments = flags.Bool("arguments-only"),
            Environment = environment.Length > 0 ? new ArrayNode([.. environment]) : null,
            WithInput = flags.Bool("stdin"),
            WithTerminal = flags.Bool("tty"),
            Target = flags.Text("target"),
            Images = images.ToDictionary(static i => i[0], static i => i[1], StringComparer.Ordinal),
            SharesProcesses = flags.IsSet("share-processes") ? flags.Bool("share-processes") : null,
            IsOnSameNode = flags.Bool("same-node"),
            Profile = flags.Text("profile"),
            Kept = new[] { "labels", "annotations", "liveness", "readiness", "startup", "init-containers" }.Where(k => flags.Bool($"keep-{k}")).ToHashSet(StringComparer.Ordinal),
            Custom = flags.Text("custom") is { Length: > 0 } path ? ReadCustom(path) : null,
        };
    }

    private static ObjectNode ReadCustom(string path)
    {
        string text;
        try { text = File.ReadAllText(path); }
        catch (UnauthorizedAccessException) when (Directory.Exists(path)) { throw new CliException($"must pass a container spec json file for custom profile: read {path}: is a directory"); }
        catch (IOException) { throw new CliException($"must pass a container spec json file for custom profile: open {path}: no such file or directory"); }
        try { return Yaml.Read(text) is var read && read is ObjectNode fields ? fields : throw new CliException($"{path} does not contain a valid container spec: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {read.Kind} into Go value of type v1.Container"); }
        catch (FormatException e) { throw new CliException($"{path} does not contain a valid container spec: {e.Message}"); }
    }

    private static void Check(CommandContext context, DebugOptions options, string[] targets)
    {
        var flags = context.Flags;
        if (!DebugProfiles.All.Contains(options.Profile)) { throw new CliException($"unknown profile: {options.Profile}"); }
        if (options.CopyTo.Length > 0)
        {
            if (options.Image.Length + options.Images.Count + options.Words.Count == 0) { throw new CliException("you must specify --image, --set-image or command arguments."); }
            if (options.Words.Count > 0 && options.Container.Length + options.Image.Length == 0) { throw new CliException("you must specify an existing container or a new image when specifying args."); }
        }
        else
        {
            foreach (var only in new[] { "replace", "same-node" }.Where(flags.Bool)) { throw new CliException($"--{only} may only be used with --copy-to."); }
            if (options.Images.Count > 0) { throw new CliException("--set-image may only be used with --copy-to."); }
            if (options.Image.Length == 0) { throw new CliException("you must specify --image when not using --copy-to."); }
        }
        if (options.Image.Length > 0 && !ImageNames.IsReference(options.Image)) { throw new CliException($"invalid image name \"{options.Image}\": invalid reference format"); }
        if (targets.Length == 0 && flags.List("filename").Count == 0) { throw new CliException("NAME or filename is required for debug"); }
        if (options.PullPolicy is not ("" or "Always" or "IfNotPresent" or "Never")) { throw new CliException($"invalid image pull policy: {options.PullPolicy}"); }
        foreach (var (name, image) in options.Images.Where(static i => !ImageNames.IsReference(i.Value))) { throw new CliException($"invalid image name \"{image}\" for container \"{name}\": invalid reference format"); }
        if (options.Target.Length > 0)
        {
            if (options.CopyTo.Length > 0) { throw new CliException("--target is incompatible with --copy-to. Use --share-processes instead."); }
            Say(context, $"Targeting container \"{options.Target}\". If you don't see processes from this container it may be because the container runtime doesn't support this feature.");
        }
        if (options.WithTerminal && !options.WithInput) { throw new CliException("-i/--stdin is required for containers with -t/--tty=true"); }
        if (options.Custom is { } custom && new[] { "name", "command", "image", "lifecycle", "volumeDevices" }.Any(f => custom[f] is not null and not ArrayNode { Count: 0 })) { throw new CliException("name, command, image, lifecycle and volume devices are not modifiable via custom profile"); }
        if (options.Profile == "legacy") { context.Error.WriteLine("--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example \"--profile=general\"."); }
    }

    private static async Task<(ObjectNode Pod, string Container)> OnNodeAsync(CommandContext context, DebugOptions options, ResourceItem node)
    {
        var (pod, container) = ($"node-debugger-{node.Name}-{Suffix(context)}", options.Container.Length > 0 ? options.Container : "debugger");
        Say(context, $"Creating debugging pod {pod} with container {container} on node {node.Name}.");
        var content = DebugPlan.OnNode(options, node.Name, pod, container);
        return ((ObjectNode)await (await context.ServerAsync()).CallAsync(HttpMethod.Post, $"/api/v1/namespaces/{await context.NamespaceAsync()}/pods", content.ToUtf8(), "application/json", context.Cancellation), container);
    }

    private static async Task<(ObjectNode Pod, string Container)> CopyAsync(CommandContext context, DebugOptions options, ResourceItem item)
    {
        var server = await context.ServerAsync();
        var isThere = DebugPlan.Lists.SelectMany(l => Workloads.Containers(item.Object, l)).Contains(options.Container);
        if (!isThere && options.Image.Length == 0 && options.Images.Count == 0) { throw new CliException("you must specify image when creating new container"); }
        var name = isThere ? options.Container : options.Image.Length == 0 ? "" : ContainerName(context, options, item.Object);
        var copy = DebugPlan.Copy(options, item.Object, name);
        Warn(context, copy, copy.Items("spec", "containers").FirstOrDefault(c => c.Text("name") == name));
        var made = (ObjectNode)await server.CallAsync(HttpMethod.Post, item.Type.PathOf(item.Namespace), copy.ToUtf8(), "application/json", context.Cancellation);
        if (context.Flags.Bool("replace")) { await server.CallAsync(HttpMethod.Delete, item.Path, ObjectNode.Of(("gracePeriodSeconds", 0)).ToUtf8(), "application/json", context.Cancellation); }
        return (made, name);
    }

    private static async Task<(ObjectNode Pod, string Container)> InPodAsync(CommandContext context, DebugOptions options, ResourceItem item)
    {
        var name = ContainerName(context, options, item.Object);
        var container = DebugPlan.Ephemeral(options, name);
        Warn(context, item.Object, container);
        var after = (ObjectNode)item.Object.With(["spec", "ephemeralContainers"], new ArrayNode([.. item.Object.Items("spec", "ephemeralContainers"), container]));
        // The patch says the order too: without it the new container would come first.
        var patch = ThreeWay.Strategic(item.Object, after, item.Object, KindSchemas.Of("", "v1", "Pod")!);
        try { return ((ObjectNode)await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + "/ephemeralcontainers", patch.ToUtf8(), Patches.StrategicType, context.Cancellation), name); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound) && e.Status.Name.Length == 0) { throw new CliException($"ephemeral containers are disabled for this cluster (error from server: \"{e.Message}\")"); }
    }

    private static void Warn(CommandContext context, Node pod, Node? container)
    {
        if (container is not null && DebugPlan.IsPowerless(pod, container)) { context.Error.WriteLine(PowerlessWarning); }
    }

    private static string ContainerName(CommandContext context, DebugOptions options, Node pod)
    {
        if (options.Container.Length > 0) { return options.Container; }
        var taken = DebugPlan.Lists.SelectMany(l => Workloads.Containers(pod, l)).ToHashSet(StringComparer.Ordinal);
        string name;
        do { name = $"debugger-{Suffix(context)}"; } while (taken.Contains(name));
        Say(context, $"Defaulting debug container name to {name}.");
        return name;
    }

    private static string Suffix(CommandContext context) => new(context.Terminal.Random.GetItems<char>("bcdfghjklmnpqrstvwxz2456789", 5));

    private static void Say(CommandContext context, string text)
    {
        if (!context.Flags.Bool("quiet")) { context.Out.WriteLine(text); }
    }

    private static async Task<int> AttachAsync(CommandContext context, DebugOptions options, ObjectNode pod, string container)
    {
        var (ns, name) = (pod.Text("metadata", "namespace"), pod.Text("metadata", "name"));
        var warned = "";
        pod = await AttachedPod.AwaitAsync(context, ns, name, p =>
        {
            var state = AttachedPod.StateOf(p, container);
            var waiting = state.Text("waiting", "message");
            if (waiting.Length > 0 && waiting != warned && !context.Flags.Bool("quiet")) { context.Error.WriteLine($"Warning: container {container}: {Connection.Escapes.Neutralize(warned = waiting)}"); }
            return state?.At("running") is not null || state?.At("terminated") is not null;
        }, TimeSpan.Zero);
        await AttachedPod.JoinAsync(context, pod, container, AttachedPod.StateOf(pod, container)?.At("terminated") is not null, options.WithInput, options.WithTerminal);
        return 0;
    }
}
