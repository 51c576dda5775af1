using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl set image, resources, serviceaccount, selector, subject.</summary>
internal static class SetCommand
{
    /// <summary>set and its subcommands</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("set", "Set single parts of objects", "SUBCOMMAND", null),
        new("set env", "Set environment variables of pod templates", "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N", SetEnvironment.RunAsync),
        new("set image", "Set images of pod templates", "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ...", ImageAsync),
        new("set resources", "Set requests and limits of pod templates", "(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS])", ResourcesAsync),
        new("set selector", "Set the selector of a service", "(-f FILENAME | TYPE NAME) EXPRESSIONS", SelectorAsync),
        new("set serviceaccount", "Set the service account of pod templates", "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT", AccountAsync) { Aliases = ["sa"] },
        new("set subject", "Add subjects to a binding", "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]", SubjectAsync),
    ];

    /// <summary>Changes each object that the words name, here (--local) or on the server.</summary>
    public static async Task<int> EachAsync(CommandContext context, IReadOnlyList<string> words, Func<ResourceItem, ObjectNode> change, string done)
    {
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync(words);
        var isLocal = context.Flags.Bool("local");
        var items = isLocal ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation);
        foreach (var item in items)
        {
            var after = change(item);
            if (isLocal || context.DryRun() == "client") { context.Report(after, done, isTyped: true); continue; }
            if (after.Equals(item.Object)) { continue; }
            var (patch, type) = KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is { } schema
                ? (ThreeWay.Strategic(item.Object, after, item.Object, schema), Patches.StrategicType) : (ThreeWay.Merge(item.Object, after, item.Object), Patches.MergeType);
            context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-set"), patch.ToUtf8(), type, context.Cancellation), done, isTyped: true);
        }
        reader.ThrowFailures();
        return 0;
    }

    /// <summary>The object with the chosen containers changed.</summary>
    public static ObjectNode Containers(ResourceItem item, Func<Node, bool> isChosen, Func<ObjectNode, ObjectNode> change)
    {
        var path = Workloads.PodSpecPath(item.Object) ?? throw new CliException($"the object is not a pod or does not have a pod template: {item.Type.Kind}");
        Node content = item.Object;
        foreach (var list in new[] { "initContainers", "containers" })
        {
            if (content.At([.. path, list]) is not ArrayNode containers) { continue; }
            content = content.With([.. path, list], new ArrayNode([.. containers.Select(c => isChosen(c) ? change((ObjectNode)c) : c)]));
        }
        return (ObjectNode)content;
    }

    private static (IReadOnlyList<string> Words, string[] Pairs) Split(CommandContext context)
    {
        var at = context.Arguments.ToList().FindIndex(static a => a.Contains('=', StringComparison.Ordinal));
        return at < 0 ? (context.Arguments, []) : ([.. context.Arguments.Take(at)], [.. context.Arguments.Skip(at)]);
    }

    private static Task<int> ImageAsync(CommandContext context)
    {
        var (words, pairs) = Split(context);
        if (words.Count == 0 && context.Flags.List("filename").Count == 0) { throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>"); }
        if (pairs.Length == 0) { throw new CliException("at least one image update is required"); }
        var images = pairs.Select(static p => p.Split('=', 2)).ToDictionary(static p => p[0], static p => p[1], StringComparer.Ordinal);
        if (images.Count > 1 && images.ContainsKey("*")) { throw new CliException("all containers are already specified by *, but saw more than one container_name=container_image pairs"); }
        return EachAsync(context, words, item =>
        {
            var missing = images.Keys.FirstOrDefault(name => name != "*" && !new[] { "initContainers", "containers" }.SelectMany(l => item.Object.Items([.. Workloads.PodSpecPath(item.Object) ?? [], l])).Any(c => c.Text("name") == name));
            if (missing is not null) { throw new CliException($"unable to find container named \"{missing}\""); }
            return Containers(item, c => images.ContainsKey("*") || images.ContainsKey(c.Text("name")), c => c.Set("image", images.GetValueOrDefault(c.Text("name")) ?? images["*"]));
        }, "image updated");
    }

    private static Task<int> ResourcesAsync(CommandContext context)
    {
        var (limits, requests) = (context.Flags.Text("limits"), context.Flags.Text("requests"));
        if (limits.Length + requests.Length == 0) { throw new CliException("you must specify an update to requests or limits (in the form of --requests/--limits)"); }
        var chosen = context.Flags.Text("containers");
        ObjectNode Merged(ObjectNode container, string field, string text)
        {
            var pairs = CreateParts.Pairs(text, "Invalid argument syntax, expected resource=value");
            var amounts = container.At("resources", field) as ObjectNode ?? ObjectNode.Empty;
            foreach (var (name, amount) in pairs) { amounts = amount.Text() == "0" ? amounts.Remove(name) : amounts.Set(name, amount); }
            return (ObjectNode)container.With(["resources", field], amounts.Count > 0 ? amounts : null);
        }
        return EachAsync(context, context.Arguments, item => HasContainer(item, chosen) ? Containers(item, c => SetEnvironment.Fits(chosen, c.Text("name")), c => Merged(Merged(c, "limits", limits), "requests", requests))
            : throw new CliException($"unable to find container named {chosen}"), "resource requirements updated");
    }

    /// <summary>Whether an object has a container whose name fits a pattern.</summary>
    public static bool HasContainer(ResourceItem item, string pattern) =>
        new[] { "initContainers", "containers" }.SelectMany(l => item.Object.Items([.. Workloads.PodSpecPath(item.Object) ?? [], l])).Any(c => SetEnvironment.Fits(pattern, c.Text("name")));

    private static Task<int> AccountAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw new CliException("serviceaccount is required"); }
        var account = context.Arguments[^1];
        return EachAsync(context, [.. context.Arguments.SkipLast(1)], item =>
        {
            var path = Workloads.PodSpecPath(item.Object) ?? throw new CliException($"the object is not a pod or does not have a pod template: {item.Type.Kind}");
            return (ObjectNode)item.Object.With([.. path, "serviceAccountName"], account).With([.. path, "serviceAccount"], account);
        }, "serviceaccount updated");
    }

    private static Task<int> SelectorAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>"); }
        var selector = CreateParts.Pairs(context.Arguments[^1]);
        return EachAsync(context, [.. context.Arguments.SkipLast(1)], item => item.Type.Plural == "services" ? (ObjectNode)item.Object.With(["spec", "selector"], selector)
            : throw new CliException("cannot set a selector: only Services are supported"), "selector updated");
    }

    private static Task<int> SubjectAsync(CommandContext context)
    {
        var added = CreateAccess.Subjects(context) ?? throw new CliException("you must specify at least one value of user, group or serviceaccount");
        return EachAsync(context, context.Arguments, item =>
        {
            var before = item.Object["subjects"] as ArrayNode ?? ArrayNode.Empty;
            return item.Object.Set("subjects", new ArrayNode([.. before, .. added.Where(a => !before.Contains(a))]));
        }, "subjects updated");
    }
}
