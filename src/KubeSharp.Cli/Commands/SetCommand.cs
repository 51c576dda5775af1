using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl set image, resources, serviceaccount, selector, subject.</summary>
internal static class SetCommand
{
    /// <summary>set and its subcommands</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("set", "Set single parts of objects", "SUBCOMMAND", null),
        new("set env", "Set environment variables of pod templates", "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N", c => EarlyAsync(c, SetEnvironment.RunAsync)),
        new("set image", "Set images of pod templates", "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N", c => EarlyAsync(c, ImageAsync)),
        new("set resources", "Set requests and limits of pod templates", "(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]", c => EarlyAsync(c, ResourcesAsync)),
        new("set selector", "Set the selector of a service", "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]", c => EarlyAsync(c, SelectorAsync)),
        new("set serviceaccount", "Set the service account of pod templates", "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT", c => EarlyAsync(c, AccountAsync)) { Aliases = ["sa"] },
        new("set subject", "Add subjects to a binding", "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]", c => EarlyAsync(c, SubjectAsync)),
    ];

    // Compat: a format that there is not is told of before all else.
    private static Task<int> EarlyAsync(CommandContext context, Func<CommandContext, Task<int>> runAsync)
    {
        Printing.ObjectPrinter.Of(context.Flags);
        return runAsync(context);
    }

    /// <summary>What is told where nothing but files may be changed and none is named.</summary>
    public const string LocalNeedsFiles = "you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'";

    /// <summary>Changes each object that the words name, here (--local) or on the server.</summary>
    /// <param name="failure">What stands before the server's refusal; empty: the refusal as it is.</param>
    /// <param name="saysSame">Objects that are as they should be are told of, too.</param>
    public static async Task<int> EachAsync(CommandContext context, IReadOnlyList<string> words, Func<ResourceItem, ObjectNode> change, string done, string failure = "", bool saysSame = false)
    {
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync(words);
        var isLocal = context.Flags.Bool("local");
        if (isLocal && !selection.HasFiles) { throw new CliException(LocalNeedsFiles); }
        var items = isLocal ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation);
        foreach (var item in items)
        {
            var after = context.Recorded(change(item with { IsLocal = isLocal }));
            if (isLocal || context.DryRun() == "client")
            {
                if (saysSame || !after.Equals(item.Object)) { context.Report(TypedForm.Of(after, item.Type), done, isTyped: true); }
                continue;
            }
            if (after.Equals(item.Object) && !saysSame) { continue; }
            var (patch, type) = KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is { } schema
                ? (ThreeWay.Strategic(item.Object, after, item.Object, schema), Patches.StrategicType) : (ThreeWay.Merge(item.Object, after, item.Object), Patches.MergeType);
            if (context.Flags.Text("resource-version") is { Length: > 0 } version) { patch = (ObjectNode)patch.With(["metadata", "resourceVersion"], version); }
            try { context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-set"), patch.ToUtf8(), type, context.Cancellation), done, isTyped: true); }
            catch (Machinery.Statuses.StatusException e) { reader.Failures.Add(failure.Length > 0 ? new CliException($"{failure} {e.Message}") : e); }
        }
        reader.ThrowFailures();
        return 0;
    }

    /// <summary>The path of the pod's spec in an object.</summary>
    /// <exception cref="CliException">It has none.</exception>
    public static string[] SpecPath(ResourceItem item) => Workloads.PodSpecPath(item.Object) ?? throw new CliException($"{item.Called} the object is not a pod or does not have a pod template: *{item.Type.Version}.{item.Type.Kind}");

    /// <summary>The object with the chosen containers changed.</summary>
    public static ObjectNode Containers(ResourceItem item, Func<Node, bool> isChosen, Func<ObjectNode, ObjectNode> change)
    {
        var path = SpecPath(item);
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
        if (words.Count == 0 && pairs.Length == 0 && context.Flags.List("filename").Count == 0) { throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>"); }
        if (pairs.Length == 0 && (words.Count < 2 || context.Flags.Bool("all") || context.Flags.Text("selector").Length > 0)) { throw new CliException(words.Count == 1 && !words[0].Contains('/', StringComparison.Ordinal) && !context.Flags.Bool("all") && context.Flags.Text("selector").Length == 0 ? NoName : "at least one image update is required"); }
        if (pairs.Length == 0) { return NothingToSetAsync(context, words, "at least one image update is required"); }
        var images = pairs.Select(static p => p.Split('=', 2)).GroupBy(static p => p[0], StringComparer.Ordinal).ToDictionary(static p => p.Key, static p => p.Last()[1], StringComparer.Ordinal);
        if (images.Count > 1 && images.ContainsKey("*")) { throw new CliException("all containers are already specified by *, but saw more than one container_name=container_image pairs"); }
        return EachAsync(context, words, item =>
        {
            var path = SpecPath(item);
            var missing = images.Keys.FirstOrDefault(name => name != "*" && !new[] { "initContainers", "containers" }.SelectMany(l => item.Object.Items([.. path, l])).Any(c => c.Text("name") == name));
            if (missing is not null) { throw new CliException($"unable to find container named \"{missing}\""); }
            return Containers(item, c => images.ContainsKey("*") || images.ContainsKey(c.Text("name")), c => c.Set("image", images.GetValueOrDefault(c.Text("name")) ?? images["*"]));
        }, "image updated", "failed to patch image update to pod template:");
    }

    // The objects are looked for before it is told that nothing is to be set.
    private static async Task<int> NothingToSetAsync(CommandContext context, IReadOnlyList<string> words, string message)
    {
        var reader = await context.ReaderAsync();
        await reader.OnServerAsync(await context.SelectionAsync(words), allowsAllOfType: false, context.Cancellation);
        reader.ThrowFailures();
        throw new CliException(message);
    }

    private const string NoName = "resource(s) were provided, but no name was specified";

    private static Task<int> ResourcesAsync(CommandContext context)
    {
        var (limits, requests) = (context.Flags.Text("limits"), context.Flags.Text("requests"));
        if (limits.Length + requests.Length == 0) { throw new CliException("you must specify an update to requests or limits (in the form of --requests/--limits)"); }
        var chosen = context.Flags.Text("containers");
        ObjectNode Merged(ObjectNode container, string field, string text)
        {
            var pairs = Amounts(text);
            var amounts = container.At("resources", field) as ObjectNode ?? ObjectNode.Empty;
            foreach (var (name, amount) in pairs) { amounts = amounts.Set(name, amount); }
            return (ObjectNode)container.With(["resources", field], amounts.Count > 0 ? amounts : null);
        }
        return EachAsync(context, context.Arguments, item => HasContainer(item, chosen) ? Containers(item, c => SetEnvironment.Fits(chosen, c.Text("name")), c => Merged(Merged(c, "limits", limits), "requests", requests))
            : throw new CliException($"unable to find container named {chosen}"), "resource requirements updated", "failed to patch resources update to pod template");
    }

    private static ObjectNode Amounts(string text)
    {
        var builder = new ObjectNode.Builder();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [var name, var amount]) { throw new CliException($"Invalid argument syntax {part}, expected <resource>=<value>"); }
            builder.Set(name, Quantity.TryParse(amount, out var quantity) ? quantity.ToString() : throw new CliException(QuantityRule));
        }
        return builder.ToNode();
    }

    /// <summary>What is told of an amount that is none.</summary>
    public const string QuantityRule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <summary>Whether an object has a container whose name fits a pattern.</summary>
    public static bool HasContainer(ResourceItem item, string pattern) =>
        new[] { "initContainers", "containers" }.SelectMany(l => item.Object.Items([.. SpecPath(item), l])).Any(c => SetEnvironment.Fits(pattern, c.Text("name")));

    private static Task<int> AccountAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw new CliException("serviceaccount is required"); }
        var account = context.Arguments[^1];
        return EachAsync(context, [.. context.Arguments.SkipLast(1)], item =>
        {
            var path = SpecPath(item);
            return (ObjectNode)item.Object.With([.. path, "serviceAccountName"], account);
        }, "serviceaccount updated", "failed to patch ServiceAccountName", saysSame: true);
    }

    private static Task<int> SelectorAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw new CliException("one selector is required"); }
        var text = context.Arguments[^1];
        var selector = Parsed(text);
        var expressions = selector.Requirements.Where(r => r.Operator != "In" || r.Values.Length != 1 || text.Contains('(', StringComparison.Ordinal)).ToArray();
        var labels = ObjectNode.Of([.. selector.Requirements.Except(expressions).Select(static r => (r.Key, (Node?)r.Values[0]))]);
        return EachAsync(context, [.. context.Arguments.SkipLast(1)], item => item.Type.Plural == "services" && expressions.Length > 0 ? throw new CliException($"match expression [{string.Join(' ', expressions.Select(static r => $"{{{r.Key} {r.Operator} [{string.Join(' ', r.Values)}]}}"))}] not supported on this object")
            : item.Type.Plural == "services" ? (ObjectNode)item.Object.With(["spec", "selector"], labels)
            : throw new CliException("setting a selector is only supported for Services"), "selector updated", saysSame: true);
    }

    private static LabelSelector Parsed(string text)
    {
        try { return LabelSelector.Parse(text); }
        catch (FormatException e) { throw new CliException($"couldn't parse the selector string \"{text}\": {e.Message}"); }
    }

    private static Task<int> SubjectAsync(CommandContext context)
    {
        var added = CreateAccess.Subjects(context, isSorted: true) ?? throw new CliException("you must specify at least one value of user, group or serviceaccount");
        return EachAsync(context, context.Arguments, item =>
        {
            if (item.Type.Kind is not ("RoleBinding" or "ClusterRoleBinding")) { throw new CliException($"{item.Called} setting subjects is only supported for RoleBinding/ClusterRoleBinding"); }
            var before = item.Object["subjects"] as ArrayNode ?? ArrayNode.Empty;
            return item.Object.Set("subjects", new ArrayNode([.. before, .. added.Where(a => !before.Contains(a))]));
        }, "subjects updated", "failed to patch subjects to rolebinding:");
    }
}
