using KubeSharp.Machinery.Documents;
using static KubeSharp.Cli.Commands.CreateParts;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl create role, clusterrole, rolebinding, clusterrolebinding.</summary>
internal static class CreateAccess
{
    private static readonly HashSet<string> _standardVerbs = new(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "proxy", "use", "bind", "impersonate", "escalate", "*"], StringComparer.Ordinal);
    private const string Rbac = "rbac.authorization.k8s.io";
    private static readonly string[] _roles = [$"roles.{Rbac}", $"clusterroles.{Rbac}"];
    // Compat: what these verbs are for, by resource and group; it need not be served.
    private static readonly Dictionary<string, string[]> _specialVerbs = new(StringComparer.Ordinal)
    {
        ["use"] = ["podsecuritypolicies.policy", "podsecuritypolicies.extensions"],
        ["bind"] = _roles,
        ["escalate"] = _roles,
        ["impersonate"] = ["users.", "serviceaccounts.", "groups.", "userextras.authentication.k8s.io"],
    };

    /// <summary>create role</summary>
    public static Command Role { get; } = new("create role", "Create a role of one rule", "NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]", c => RoleAsync(c, "Role"));
    /// <summary>create clusterrole</summary>
    public static Command ClusterRole { get; } = new("create clusterrole", "Create a cluster role", "NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]", c => RoleAsync(c, "ClusterRole"));
    /// <summary>create rolebinding</summary>
    public static Command RoleBinding { get; } = new("create rolebinding", "Bind a role in a namespace", "NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]", c => BindingAsync(c, "RoleBinding"));
    /// <summary>create clusterrolebinding</summary>
    public static Command ClusterRoleBinding { get; } = new("create clusterrolebinding", "Bind a cluster role", "NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]", c => BindingAsync(c, "ClusterRoleBinding")) { Required = ["clusterrole"] };

    private static async Task<int> RoleAsync(CommandContext context, string kind)
    {
        var name = Name(context);
        await context.SettingsAsync();
        var flags = context.Flags;
        var verbs = flags.List("verb").Distinct().ToArray();
        if (verbs.Contains("*")) { verbs = ["*"]; }
        if (flags.Text("aggregation-rule") is { Length: > 0 } aggregation)
        {
            if (verbs.Length > 0 || flags.List("resource").Count > 0 || flags.List("non-resource-url").Count > 0 || flags.List("resource-name").Count > 0) { throw new CliException("aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames"); }
            return await CreateCommand.SubmitAsync(context, Object($"{Rbac}/v1", kind, name, null, ("rules", NullNode.Instance), ("aggregationRule", ObjectNode.Of(("clusterRoleSelectors", ArrayNode.Of(ObjectNode.Of(("matchLabels", Pairs(aggregation)))))))));
        }
        if (verbs.Length == 0) { throw new CliException("at least one verb must be specified"); }
        var urls = flags.List("non-resource-url");
        if (urls.Count == 0)
        {
            foreach (var verb in verbs.Where(static v => !_standardVerbs.Contains(v))) { context.Error.WriteLine($"Warning: '{verb}' is not a standard resource verb"); }
        }
        if (flags.List("resource").Count == 0 && urls.Count == 0) { throw new CliException(kind == "Role" ? "at least one resource must be specified" : "one of resource or nonResourceURL must be specified"); }
        if (flags.List("resource-name").Count > 0 && flags.List("resource").Count == 0) { throw new CliException("one or more resource names are given without resources"); }
        var rules = new List<Node>();
        foreach (var (group, resources) in await GroupsAsync(context, verbs))
        {
            rules.Add(ObjectNode.Of(("verbs", Texts(verbs)), ("apiGroups", ArrayNode.Of(group)), ("resources", Texts(resources)), ("resourceNames", Texts(flags.List("resource-name")))));
        }
        if (urls.Any(static u => u != "*" && !u.StartsWith('/'))) { throw new CliException("nonResourceURL should start with /"); }
        if (urls.Count > 0 && verbs.FirstOrDefault(static v => v is not ("get" or "post" or "put" or "delete" or "patch" or "head" or "options" or "*")) is { } wrong) { throw new CliException($"invalid verb: '{wrong}' for nonResourceURL"); }
        if (urls.Count > 0) { rules.Add(ObjectNode.Of(("verbs", Texts(verbs)), ("nonResourceURLs", Texts(urls)))); }
        return await CreateCommand.SubmitAsync(context, Object($"{Rbac}/v1", kind, name, null, ("rules", new ArrayNode([.. rules]))));
    }

    private static async Task<List<(string Group, List<string> Resources)>> GroupsAsync(CommandContext context, string[] verbs)
    {
        var groups = new List<(string Group, List<string> Resources)>();
        // Compat: all resources stand for those that are named beside them too, in whatever group.
        var words = context.Flags.List("resource");
        foreach (var word in words.Contains("*") ? ["*"] : words.Distinct())
        {
            var parts = word.Split('/', 2);
            if (parts[0].Length == 0) { throw new CliException("resource must be specified if apiGroup/subresource specified"); }
            var subresource = parts.Length > 1 ? $"/{parts[1]}" : "";
            var (group, plural) = parts[0].Split('.', 2) is ["*", .. var rest] ? (string.Concat(rest), "*") : await FoundAsync(context, parts[0], verbs);
            var at = groups.FindIndex(g => g.Group == group);
            if (at < 0) { groups.Add((group, [plural + subresource])); }
            else { groups[at].Resources.Add(plural + subresource); }
        }
        return groups;
    }

    // Compat: the message stands without "error: ", and without what may have been meant.
    private static async Task<(string Group, string Plural)> FoundAsync(CommandContext context, string word, string[] verbs)
    {
        Resources.ResourceType? type = null;
        try { type = await (await context.MapperAsync()).FindAsync(word, context.Cancellation); }
        // One that is not served may still be what a verb is for.
        catch (CliException e) when (e.Unreached.Length == 0) { }
        var parts = word.Split('.', 2);
        var (group, plural) = type is null ? (parts.Length > 1 ? parts[1] : "", parts[0]) : (type.Group, type.Plural);
        var special = verbs.Where(_specialVerbs.ContainsKey).ToArray();
        if (special.FirstOrDefault(v => !_specialVerbs[v].Contains($"{plural}.{group}")) is { } wrong) { throw new CliException($"can not perform '{wrong}' on '{plural}' in group '{group}'"); }
        return type is not null || special.Length > 0 ? (group, plural)
            : throw new CliException($"the server doesn't have a resource type \"{plural}\"{(parts.Length > 1 ? $" in group \"{group}\"" : "")}", isPlain: true);
    }

    private static Task<int> BindingAsync(CommandContext context, string kind)
    {
        var name = Name(context);
        var flags = context.Flags;
        var (role, cluster) = (flags.Text("role"), flags.Text("clusterrole"));
        if (kind == "RoleBinding" && (role.Length == 0) == (cluster.Length == 0)) { throw new CliException("exactly one of clusterrole or role must be specified"); }
        return CreateCommand.SubmitAsync(context, Object($"{Rbac}/v1", kind, name, null, ("subjects", Subjects(context)),
            ("roleRef", ObjectNode.Of(("apiGroup", Rbac), ("kind", role.Length > 0 ? "Role" : "ClusterRole"), ("name", role.Length > 0 ? role : cluster)))));
    }

    /// <summary>The subjects that --user, --group and --serviceaccount name; null: none.</summary>
    /// <param name="ownNamespace">That of accounts which name none; empty: each must name one; null: so, but it is said in other words.</param>
    public static ArrayNode? Subjects(CommandContext context, bool isSorted = false, string? ownNamespace = "")
    {
        IEnumerable<string> Of(string flag) => isSorted ? context.Flags.List(flag).Distinct().Order(StringComparer.Ordinal) : context.Flags.List(flag);
        var subjects = new List<Node>();
        subjects.AddRange(Of("user").Select(static u => ObjectNode.Of(("kind", "User"), ("apiGroup", Rbac), ("name", u))));
        subjects.AddRange(Of("group").Select(static g => ObjectNode.Of(("kind", "Group"), ("apiGroup", Rbac), ("name", g))));
        foreach (var account in Of("serviceaccount"))
        {
            var parts = account.Split(':');
            if (parts.Length != 2 || parts[1].Length == 0 || (parts[0].Length == 0 && ownNamespace == "")) { throw new CliException("serviceaccount must be <namespace>:<name>"); }
            if (parts[0].Length == 0 && ownNamespace is null) { throw new CliException("serviceaccount must be <namespace>:<name>, namespace must be specified"); }
            subjects.Add(ObjectNode.Of(("kind", "ServiceAccount"), ("name", parts[1]), ("namespace", parts[0].Length > 0 ? parts[0] : ownNamespace)));
        }
        return subjects.Count > 0 ? new ArrayNode([.. subjects]) : null;
    }
}
