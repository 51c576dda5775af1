using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl auth.</summary>
internal static class AuthCommand
{
    private static readonly HashSet<string> _verbs = new(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "impersonate", "*", "approve", "sign", "escalate", "attest"], StringComparer.Ordinal);
    private static readonly HashSet<string> _pathVerbs = new(["get", "put", "post", "head", "options", "delete", "patch", "*"], StringComparer.Ordinal);

    /// <summary>auth and its subcommands</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("auth", "Look at what one may do", "[flags]", null),
        new("auth can-i", "Whether something may be done", "VERB [TYPE | TYPE/NAME | NONRESOURCEURL]", CanAsync),
        ReconcileCommand.Reconcile,
        new("auth whoami", "Who one is to the server", "", WhoAsync),
    ];

    private static async Task<int> CanAsync(CommandContext context)
    {
        var flags = context.Flags;
        var server = await context.ServerAsync();
        if (flags.Bool("list"))
        {
            if (context.Arguments.Count > 0) { throw new CliException("list option must be specified with no arguments"); }
            if (flags.Bool("quiet") || flags.Bool("all-namespaces") || flags.Text("subresource").Length > 0) { throw new CliException("list option can't be specified with neither quiet, all-namespaces nor subresource options"); }
            return await ListAsync(context, await context.NamespaceAsync());
        }
        if (context.Arguments is not [var verb, var word]) { throw new CliException("you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples."); }
        var spec = word.StartsWith('/') ? PathSpec(context, verb, word) : await ResourceSpecAsync(context, verb, word);
        if (flags.Bool("no-headers")) { throw new CliException("--no-headers cannot be set without --list specified"); }
        var answer = await server.CallAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", Review("SelfSubjectAccessReview", spec).ToUtf8(), "application/json", context.Cancellation);
        var isAllowed = answer.At("status", "allowed") is BooleanNode { Value: true };
        if (!flags.Bool("quiet"))
        {
            var reason = answer.Text("status", "reason") is { Length: > 0 } r && !isAllowed ? $" - {r}" : "";
            var error = answer.Text("status", "evaluationError") is { Length: > 0 } e ? $" - {e}" : "";
            context.Out.WriteLine(isAllowed ? "yes" : $"no{reason}{error}");
        }
        return isAllowed ? 0 : 1;
    }

    private static ObjectNode PathSpec(CommandContext context, string verb, string path)
    {
        if (context.Flags.Text("subresource").Length > 0) { throw new CliException("--subresource can not be used with NonResourceURL"); }
        if (!_pathVerbs.Contains(verb)) { context.Terminal.Warn($"verb '{verb}' is not a known verb\n"); }
        return ObjectNode.Of(("nonResourceAttributes", ObjectNode.Of(("path", path), ("verb", verb))));
    }

    private static async Task<ObjectNode> ResourceSpecAsync(CommandContext context, string verb, string word)
    {
        var (plain, name) = word.Split('/', 2) is [var type, var given] ? (type, given) : (word, "");
        var isAll = context.Flags.Bool("all-namespaces");
        var (group, plural) = ("", plain);
        if (plain != "*")
        {
            try
            {
                var found = await (await context.MapperAsync()).FindAsync(plain, context.Cancellation);
                (group, plural) = (found.Group, found.Plural);
                if (!found.IsNamespaced && !isAll) { context.Terminal.Warn($"resource '{plural}' is not namespace scoped{(group.Length > 0 ? $" in group '{group}'" : "")}\n"); }
            }
            catch (CliException e)
            {
                await FailureText.LogAsync(e, context.Terminal);
                var parts = plain.ToLowerInvariant().Split('.', 2);
                if (parts is not ["users" or "groups"]) { context.Terminal.Warn($"the server doesn't have a resource type '{parts[0]}'{(parts.Length > 1 && parts[1].Length > 0 ? $" in group '{parts[1]}'" : "")}\n"); }
            }
        }
        if (!isAll && plural.Length > 0 && !_verbs.Contains(verb)) { context.Terminal.Warn($"verb '{verb}' is not a known verb\n"); }
        var ns = isAll ? "" : await context.NamespaceAsync();
        return ObjectNode.Of(("resourceAttributes", ObjectNode.Of(("namespace", ns.Length > 0 ? ns : null), ("verb", verb), ("group", group.Length > 0 ? group : null), ("resource", plural),
            ("subresource", context.Flags.Text("subresource") is { Length: > 0 } sub ? sub : null), ("name", name.Length > 0 ? name : null))));
    }

    private static ObjectNode Review(string kind, ObjectNode spec) => ObjectNode.Of(("kind", kind), ("apiVersion", "authorization.k8s.io/v1"), ("spec", spec));

    private static async Task<int> ListAsync(CommandContext context, string ns)
    {
        var answer = await (await context.ServerAsync()).CallAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", Review("SelfSubjectRulesReview", ObjectNode.Of(("namespace", ns))).ToUtf8(), "application/json", context.Cancellation);
        var table = new TextTable();
        if (!context.Flags.Bool("no-headers")) { table.Add(["Resources", "Non-Resource URLs", "Resource Names", "Verbs"]); }
        static string List(Node rule, string field) => $"[{string.Join(' ', rule.Items(field).Select(static v => v.Text()))}]";
        var rows = new List<(string Key, string[] Cells)>();
        // Compat: in the order of the rules' text, verbs first.
        static string Key(Node rule, string group, string resource) => $"{List(rule, "verbs")},[{group}],[{resource}],{List(rule, "resourceNames")},{List(rule, "nonResourceURLs")}";
        foreach (var rule in answer.Items("status", "resourceRules"))
        {
            foreach (var (resource, group) in rule.Items("resources").SelectMany(r => rule.Items("apiGroups").Select(g => (r.Text(), g.Text())))) { rows.Add((Key(rule, group, resource), [group.Length > 0 ? Qualified(resource, group) : resource, "[]", List(rule, "resourceNames"), List(rule, "verbs")])); }
        }
        rows.AddRange(answer.Items("status", "nonResourceRules").SelectMany(static rule => rule.Items("nonResourceURLs").Select(url => ($"{List(rule, "verbs")},[],[],[],[{url.Text()}]", new[] { "", $"[{url.Text()}]", "[]", List(rule, "verbs") }))));
        foreach (var row in rows.OrderBy(static r => r.Key, StringComparer.Ordinal)) { table.Add(row.Cells); }
        table.Flush(context.Out);
        return 0;
    }

    private static string Qualified(string resource, string group) => resource.Split('/', 2) is [var plural, var sub] ? $"{plural}.{group}/{sub}" : $"{resource}.{group}";

    private static async Task<int> WhoAsync(CommandContext context)
    {
        var body = ObjectNode.Of(("kind", "SelfSubjectReview"), ("apiVersion", "authentication.k8s.io/v1"), ("metadata", ObjectNode.Empty), ("status", ObjectNode.Of(("userInfo", ObjectNode.Empty))));
        Node answer;
        try { answer = await (await context.ServerAsync()).CallAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", body.ToUtf8(), "application/json", context.Cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound) || e.Is(StatusReason.Forbidden))
        {
            throw new CliException($"the selfsubjectreviews API is not enabled in the cluster{(e.Is(StatusReason.Forbidden) ? " or you do not have permission to call it" : "")}");
        }
        if (context.Flags.Text("output").Length > 0 && context.Printer(isTyped: true) is { } printer) { printer.Print(answer, context.Out); return 0; }
        var user = answer.At("status", "userInfo");
        var table = new TextTable();
        table.Add(["ATTRIBUTE", "VALUE"]);
        if (user.Text("username") is { Length: > 0 } name) { table.Add(["Username", name]); }
        if (user.Text("uid") is { Length: > 0 } uid) { table.Add(["UID", uid]); }
        if (user.Items("groups").Any()) { table.Add(["Groups", $"[{string.Join(' ', user.Items("groups").Select(static g => g.Text()))}]"]); }
        foreach (var (key, value) in (user?.At("extra") as ObjectNode ?? ObjectNode.Empty).OrderBy(static e => e.Key, StringComparer.Ordinal)) { table.Add([$"Extra: {key}", $"[{string.Join(' ', value.Items().Select(static v => v.Text()))}]"]); }
        table.Flush(context.Out);
        return 0;
    }
}
