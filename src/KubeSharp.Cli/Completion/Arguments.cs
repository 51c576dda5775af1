using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Connection;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Completion;

/// <summary>What may stand where a command awaits an argument.</summary>
internal static class Arguments
{
    // Compat: so often upstream asks for the groups of a server that it cannot reach.
    private const int TypeDiscoveries = 1, NameDiscoveries = 5, CopyDiscoveries = 10;
    private static readonly string[] _scaled = ["deployment", "replicaset", "replicationcontroller", "statefulset"];
    private static readonly string[] _rolled = ["deployment", "daemonset", "statefulset"];
    private static readonly string[] _podOwners = ["daemonsets/", "deployments/", "pods/", "jobs/", "replicasets/", "replicationcontrollers/", "services/", "statefulsets/"];

    // The words that may come first; after one of them come names of its type.
    private static readonly Dictionary<string, string[]> _first = new(StringComparer.Ordinal)
    {
        ["autoscale"] = _scaled,
        ["scale"] = _scaled,
        ["completion"] = ["bash", "zsh", "fish", "powershell"],
        ["expose"] = ["pod", "service", "replicationcontroller", "deployment", "replicaset"],
        ["taint"] = ["node"],
        ["rollout history"] = _rolled,
        ["rollout restart"] = _rolled,
        ["rollout status"] = _rolled,
        ["rollout undo"] = _rolled,
        ["rollout pause"] = ["deployment"],
        ["rollout resume"] = ["deployment"],
        ["set image"] = ["daemonsets", "deployments", "pods", "cronjobs", "replicasets", "replicationcontrollers", "statefulsets"],
    };

    // Commands that take names of one type; of the others only the first argument is one.
    private static readonly Dictionary<string, (string Type, bool IsMany)> _named = new(StringComparer.Ordinal)
    {
        ["cordon"] = ("nodes", true),
        ["uncordon"] = ("nodes", true),
        ["drain"] = ("nodes", true),
        ["top node"] = ("nodes", false),
        ["top pod"] = ("pods", false),
        ["create token"] = ("serviceaccounts", false),
    };

    private static readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal)
    {
        ["config delete-cluster"] = "clusters",
        ["config delete-context"] = "contexts",
        ["config delete-user"] = "users",
        ["config rename-context"] = "contexts",
        ["config set-context"] = "contexts",
        ["config use-context"] = "contexts",
    };

    private static readonly HashSet<string> _silent = new(StringComparer.Ordinal)
    {
        "api-resources", "api-versions", "diff", "events", "explain", "kustomize", "proxy", "replace", "run", "version", "wait", "options", "apply", "apply set-last-applied", "cluster-info", "cluster-info dump", "create", "plugin list", "config current-context",
        "config get-clusters", "config get-contexts", "config get-users", "config set", "config set-cluster", "config set-credentials", "config unset", "config view", "set env", "set resources", "set selector", "set serviceaccount", "set subject",
    };

    /// <summary>Whether a command says nothing of its arguments: shells offer files.</summary>
    public static bool IsSilent(string command) => _silent.Contains(command) || (command != "create token" && command.Split(' ')[0] is "auth" or "certificate" or "create" or "kuberc");

    /// <summary>The words for the argument being typed.</summary>
    public static async Task<Offer> OfAsync(string command, IReadOnlyList<string> before, string typed, CommandContext context)
    {
        if (command == "logs" && before.Count == 1) { return Words(await ContainersAsync(before[0], context), typed); }
        if (command is "attach" or "exec" or "logs" or "port-forward") { return before.Count > 0 ? None : await PodsAsync(typed, context); }
        if (command == "cp") { return before.Count > 0 ? None : new Offer(Completer.Beginning([.. (typed.StartsWith('.') || typed.Contains('/', StringComparison.Ordinal) || typed.Contains(':', StringComparison.Ordinal) ? [] : await ReachableAsync("pods", context, CopyDiscoveries)).Select(static n => n + ":"), "./", "/"], typed), Directives.NoSpace); }
        if (_entries.TryGetValue(command, out var list)) { return before.Count > 0 ? None : Words(Entries(list, context), typed); }
        if (_named.TryGetValue(command, out var named)) { return before.Count > 0 && !named.IsMany ? None : Words((await NamesAsync(named.Type, context)).Except(before), typed); }
        if (typed.Split('/') is [var type, _]) { return Words((await NamesAsync(type, context)).Select(n => $"{type}/{n}"), typed); }
        if (before.Count > 0) { return before[0].Contains('/', StringComparison.Ordinal) || command == "completion" ? None : Words((await NamesAsync(before[0], context)).Except(before.Skip(1)), typed); }
        return Words(_first.TryGetValue(command, out var first) ? first : await TypesAsync(typed[..(typed.LastIndexOf(',') + 1)], context), typed);
    }

    /// <summary>The names of the objects of a type.</summary>
    public static async Task<IEnumerable<string>> NamesAsync(string word, CommandContext context)
    {
        var type = await CliException.AfterAsync(NameDiscoveries, async () => await (await context.MapperAsync()).FindAsync(word, context.Cancellation));
        var list = await (await context.ServerAsync()).GetAsync(type.PathOf(await context.NamespaceAsync()), context.Cancellation);
        return (list.At("items") as ArrayNode ?? ArrayNode.Empty).Select(static i => i.TextAt("metadata", "name") ?? "");
    }

    /// <summary>The names of a list of the kubeconfig: contexts, clusters, users.</summary>
    public static IEnumerable<string> Entries(string list, CommandContext context) =>
        Kubeconfigs.Load(context.Flags.Text("kubeconfig"), context.Terminal.Variable("KUBECONFIG"), context.Terminal.Home).Merged()[list] is ArrayNode entries ? entries.Select(static e => e.TextAt("name") ?? "").Order(StringComparer.Ordinal) : [];

    // Those of a pod that is not there are none.
    private static async Task<IEnumerable<string>> ContainersAsync(string pod, CommandContext context)
    {
        try { return Workloads.Containers(await CliException.AfterAsync(NameDiscoveries, () => Workloads.PodAsync(context, pod))); }
        catch (Exception e) when (e is CliException { Unreached.Length: 0 } or Machinery.Statuses.StatusException) { return []; }
    }

    private static Offer None => new([], Directives.NoFileComp);

    private static Offer Words(IEnumerable<string> words, string typed) => new(Completer.Beginning(words, typed), Directives.NoFileComp);

    // Pods, and the types that lead to one. Compat: where there are only types, no space follows.
    private static async Task<Offer> PodsAsync(string typed, CommandContext context)
    {
        if (typed.Split('/') is [var type, _]) { return Words((await NamesAsync(type, context)).Select(n => $"{type}/{n}"), typed); }
        var pods = Completer.Beginning(await ReachableAsync("pods", context, NameDiscoveries), typed);
        return new Offer([.. pods, .. Completer.Beginning(_podOwners, typed)], pods.Count > 0 ? Directives.NoFileComp : Directives.NoFileComp | Directives.NoSpace);
    }

    // Without a cluster there are no names, and the words that need none are offered all the same.
    private static async Task<IEnumerable<string>> ReachableAsync(string type, CommandContext context, int discoveries)
    {
        try { return await NamesAsync(type, context); }
        catch (CliException e) when (e.Unreached.Length > 0)
        {
            await FailureText.LogAsync(e.After(discoveries), context.Terminal);
            return [];
        }
        catch (Exception e) when (e is CliException or Machinery.Statuses.StatusException or HttpRequestException) { return []; }
    }

    private static async Task<IEnumerable<string>> TypesAsync(string prefix, CommandContext context) =>
        (await CliException.AfterAsync(TypeDiscoveries, async () => await (await context.MapperAsync()).AllAsync(context.Cancellation))).Where(static r => r.Verbs.Contains("get")).OrderBy(static r => r.Group, StringComparer.Ordinal).ThenBy(static r => r.Plural, StringComparer.Ordinal).Select(r => $"{prefix}{r.Qualified}");
}
