using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl set image, resources, serviceaccount, selector, subject.</summary>
internal static class SetCommand
{
    /// <summary>set and its subcommands</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("set", "Set single parts of objects", "SUBCOMMAND", null),
        new("set env", "Set environment variables of pod templates", "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N", SetEnvironment.RunAsync) { Checks = [Check.AllOrSome, SetEnvironment.Words, Check.DryRun, Check.Format, Check.Connection] },
        new("set image", "Set images of pod templates", "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N", ImageAsync) { Checks = [Check.DryRun, Check.Format, Check.Connection] },
        new("set resources", "Set requests and limits of pod templates", "(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]", ResourcesAsync) { Checks = [Check.DryRun, Check.Format, Check.Connection] },
        new("set selector", "Set the selector of a service", "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]", SelectorAsync) { Checks = [Check.DryRun] },
        new("set serviceaccount", "Set the service account of pod templates", "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT", AccountAsync) { Aliases = ["sa"], Checks = [Check.DryRun, Check.Local, Check.Format, Check.Connection] },
        new("set subject", "Add subjects to a binding", "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]", SubjectAsync) { Checks = [Check.DryRun, Check.Format, Check.Connection] },
    ];

    /// <summary>The lists of containers of a pod.</summary>
    public static readonly string[] Lists = ["initContainers", "containers"];

    /// <summary>What is told where nothing but files may be changed and none is named.</summary>
    public const string LocalNeedsFiles = "you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'";

    /// <summary>The objects that words or files name, of kinds that the client knows; with --local those of files as they are there.</summary>
    /// <exception cref="AggregateException">Some cannot be read.</exception>
    public static async Task<IReadOnlyList<ResourceItem>> FindAsync(CommandContext context, IReadOnlyList<string> words, bool mayNameHere = false)
    {
        var reader = await context.ReaderAsync();
        var (isLocal, isAll) = (context.Flags.Bool("local"), context.Flags.Bool("all"));
        if (isLocal && words.Count > 0 && !mayNameHere) { throw new CliException(LocalNeedsFiles); }
        var selection = await context.TypedSelectionAsync(isLocal ? [] : words) with { IsAll = false };
        if (isLocal && !selection.HasFiles) { throw new CliException(Selection.NothingGiven); }
        var items = isLocal ? await reader.FromFilesAsync(selection with { LabelSelector = "" }, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: isAll, context.Cancellation);
        reader.ThrowFailures();
        return isLocal ? [.. items.Select(static i => i with { IsLocal = true })] : items;
    }

    /// <summary>Changes objects here (--local, --dry-run=client) or on the server; what does not fit one is told with the other failures.</summary>
    /// <param name="change">The object as it is to be; null: it stays as it is.</param>
    /// <param name="failure">What stands before the server's refusal; empty: the refusal as it is.</param>
    /// <param name="saysSame">Objects that are as they should be are told of, too.</param>
    /// <param name="problems">What else went wrong while objects were changed.</param>
    public static async Task<int> EachAsync(CommandContext context, IReadOnlyList<ResourceItem> items, Func<ResourceItem, ObjectNode?> change, string done, string failure, bool saysSame = false, List<Exception>? problems = null)
    {
        problems ??= [];
        var changes = items.Select(i => (Item: i, Change: Changed(i))).ToArray();
        foreach (var (item, (after, wrong)) in changes)
        {
            if (wrong is not null) { problems.Add(wrong); }
            if (after is null || (after.Equals(item.Object) && !saysSame)) { continue; }
            try
            {
                if (item.IsLocal || context.DryRun() == "client") { context.Report(TypedForm.Of(after, item.Type), done, isTyped: true); }
                else { context.Report(TypedForm.Of((ObjectNode)await SendAsync(context, item, after), item.Type), done, isTyped: true); }
            }
            catch (StatusException e) { problems.Add(new CliException($"{failure} {e.Message}")); }
        }
        return problems.Count switch { 0 => 0, 1 => throw problems[0], _ => throw new AggregateException(problems) };

        (ObjectNode? After, CliException? Wrong) Changed(ResourceItem item)
        {
            try { return (change(item) is { } after ? context.Recorded(after) : null, null); }
            // Compat: each such line is followed by an empty one.
            catch (CliException e) { return (null, new CliException($"error: {item.Called} {e.Message}\n")); }
        }
    }

    private static async Task<Node> SendAsync(CommandContext context, ResourceItem item, ObjectNode after)
    {
        var (patch, type) = KindSchemas.Of(item.Type.Group, item.Type.Version, item.Type.Kind) is { } schema
            ? (ThreeWay.Strategic(item.Object, after, item.Object, schema), Patches.StrategicType) : (ThreeWay.Merge(item.Object, after, item.Object), Patches.MergeType);
        if (context.Flags.Text("resource-version") is { Length: > 0 } version) { patch = (ObjectNode)patch.With(["metadata", "resourceVersion"], version); }
        return await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-set"), patch.ToUtf8(), type, context.Cancellation);
    }

    /// <summary>The path of the pod's spec in an object.</summary>
    /// <exception cref="CliException">It has none.</exception>
    public static string[] SpecPath(ResourceItem item) => Workloads.PodSpecPath(item.Object) ?? throw new CliException($"the object is not a pod or does not have a pod template: *{item.Type.Version}.{item.Type.Kind}");

    /// <summary>The object with the chosen containers changed.</summary>
    public static ObjectNode Containers(ResourceItem item, Func<Node, bool> isChosen, Func<ObjectNode, ObjectNode> change)
    {
        var path = SpecPath(item);
        Node content = item.Object;
        foreach (var list in Lists)
        {
            if (content.At([.. path, list]) is not ArrayNode containers) { continue; }
            content = content.With([.. path, list], new ArrayNode([.. containers.Select(c => isChosen(c) ? change((ObjectNode)c) : c)]));
        }
        return (ObjectNode)content;
    }

    private static async Task<int> ImageAsync(CommandContext context)
    {
        var (words, changes) = Pairs.Split(context.Arguments, "image");
        var (images, _) = Pairs.Read(changes, "image", canRemove: false);
        var items = await FindAsync(context, words);
        var mistakes = new List<Exception>();
        if (context.Flags.Bool("all") && context.Flags.Text("selector").Length > 0) { mistakes.Add(new CliException("cannot set --all and --selector at the same time")); }
        if (images.Count == 0) { mistakes.Add(new CliException("at least one image update is required")); }
        if (images.Count > 1 && images.ContainsKey("*")) { mistakes.Add(new CliException("all containers are already specified by *, but saw more than one container_name=container_image pairs")); }
        if (context.Flags.Bool("local") && context.DryRun() == "server") { mistakes.Add(new CliException("cannot specify --local and --dry-run=server - did you mean --dry-run=client?")); }
        if (mistakes.Count > 0) { throw new AggregateException(mistakes); }
        var problems = new List<Exception>();
        return await EachAsync(context, items, item =>
        {
            var containers = Lists.SelectMany(l => item.Object.Items([.. SpecPath(item), l])).Select(static c => c.Text("name")).ToHashSet();
            problems.AddRange(images.Keys.Where(name => name != "*" && !containers.Contains(name)).Order(StringComparer.Ordinal).Select(static name => new CliException($"error: unable to find container named \"{name}\"")));
            return Containers(item, c => images.ContainsKey("*") || images.ContainsKey(c.Text("name")), c => OrWithout(c, "image", images.GetValueOrDefault(c.Text("name")) ?? images["*"]));
        }, "image updated", "failed to patch image update to pod template:", problems: problems);
    }

    // What is empty is not written.
    private static ObjectNode OrWithout(ObjectNode content, string field, string value) => value.Length > 0 ? content.Set(field, value) : content.Remove(field);

    private static async Task<int> ResourcesAsync(CommandContext context)
    {
        var (limits, requests, chosen) = (context.Flags.Text("limits"), context.Flags.Text("requests"), context.Flags.Text("containers"));
        var items = await FindAsync(context, context.Arguments);
        await Check.Local(context);
        await Check.AllOrSome(context);
        if (limits.Length + requests.Length == 0) { throw new CliException("you must specify an update to requests or limits (in the form of --requests/--limits)"); }
        var (most, least, problems) = (Amounts(limits), Amounts(requests), new List<Exception>());
        return await EachAsync(context, items, item =>
        {
            if (HasContainer(item, chosen)) { return Containers(item, c => SetEnvironment.Fits(chosen, c.Text("name")), c => Merged(Merged(c, "limits", most), "requests", least)); }
            problems.Add(new CliException($"error: unable to find container named {chosen}"));
            return null;
        }, "resource requirements updated", "failed to patch resources update to pod template", problems: problems);
    }

    private static ObjectNode Merged(ObjectNode container, string field, ObjectNode pairs)
    {
        var amounts = container.At("resources", field) as ObjectNode ?? ObjectNode.Empty;
        foreach (var (name, amount) in pairs) { amounts = amounts.Set(name, amount); }
        return (ObjectNode)container.With(["resources", field], amounts.Count > 0 ? amounts : null);
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
        Lists.SelectMany(l => item.Object.Items([.. SpecPath(item), l])).Any(c => SetEnvironment.Fits(pattern, c.Text("name")));

    private static async Task<int> AccountAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw new CliException("serviceaccount is required"); }
        var account = context.Arguments[^1];
        return await EachAsync(context, await FindAsync(context, [.. context.Arguments.SkipLast(1)], mayNameHere: true),
            item => (ObjectNode)item.Object.With([.. SpecPath(item), "serviceAccountName"], account.Length > 0 ? account : null), "serviceaccount updated", "failed to patch ServiceAccountName", saysSame: true);
    }

    private static async Task<int> SelectorAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0)
        {
            await Check.Format(context);
            throw new CliException("one selector is required");
        }
        var text = context.Arguments[^1];
        var selector = Parsed(text);
        await Check.Format(context);
        var expressions = selector.Requirements.Where(r => r.Operator != "In" || r.Values.Length != 1 || text.Contains('(', StringComparison.Ordinal)).ToArray();
        var labels = ObjectNode.Of([.. selector.Requirements.Except(expressions).Select(static r => (r.Key, (Node?)r.Values[0]))]);
        var (words, isLocal, reader) = ((string[])[.. context.Arguments.SkipLast(1)], context.Flags.Bool("local"), await context.ReaderAsync());
        if (isLocal && words.Length > 0) { throw new CliException(LocalNeedsFiles); }
        var selection = await context.SelectionAsync(words) with { IsAll = false };
        if (isLocal && !selection.HasFiles) { throw new CliException(Selection.NothingGiven); }
        var items = isLocal ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: context.Flags.Bool("all"), context.Cancellation);
        foreach (var item in items) { await reader.VisitAsync(item, i => SelectAsync(context, i with { IsLocal = isLocal }, labels, expressions)); }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task SelectAsync(CommandContext context, ResourceItem item, ObjectNode labels, LabelRequirement[] expressions)
    {
        if (item.Type.Plural != "services") { throw new CliException("setting a selector is only supported for Services"); }
        if (expressions.Length > 0) { throw new CliException($"match expression [{string.Join(' ', expressions.Select(static r => $"{{{r.Key} {r.Operator} [{string.Join(' ', r.Values)}]}}"))}] not supported on this object"); }
        var after = context.Recorded((ObjectNode)item.Object.With(["spec", "selector"], labels));
        context.Report(item.IsLocal || context.DryRun() == "client" ? TypedForm.Of(after, item.Type) : await SendAsync(context, item, after), "selector updated", isTyped: true);
    }

    private static LabelSelector Parsed(string text)
    {
        try { return LabelSelector.Parse(text); }
        catch (FormatException e) { throw new CliException($"couldn't parse the selector string \"{text}\": {e.Message}"); }
    }

    private static async Task<int> SubjectAsync(CommandContext context)
    {
        var items = await FindAsync(context, context.Arguments);
        await Check.Local(context);
        await Check.AllOrSome(context);
        // Compat: for a role binding an account without a namespace is one of its own.
        var added = CreateAccess.Subjects(context, isSorted: true, items.Any(static i => i.Type.Kind == "ClusterRoleBinding") ? null : await context.NamespaceAsync()) ?? throw new CliException("you must specify at least one value of user, group or serviceaccount");
        return await EachAsync(context, items, item =>
        {
            if (item.Type.Kind is not ("RoleBinding" or "ClusterRoleBinding")) { throw new CliException("setting subjects is only supported for RoleBinding/ClusterRoleBinding"); }
            var before = item.Object["subjects"] as ArrayNode ?? ArrayNode.Empty;
            return item.Object.Set("subjects", new ArrayNode([.. before, .. added.Where(a => !before.Contains(a))]));
        }, "subjects updated", "failed to patch subjects to rolebinding:");
    }
}
