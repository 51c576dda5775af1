using System.Globalization;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl expose.</summary>
internal static class ExposeCommand
{
    private const int NameLengthMax = 63;

    /// <summary>expose</summary>
    public static Command Expose { get; } = new("expose", "Make a service for pods or a workload", "(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        // Compat: a format that there is not is told of first.
        _ = context.Printer(isTyped: true);
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync() with { LabelSelector = "" };
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException(Selection.NothingGiven); }
        selection.CheckSources();
        var found = new Found(context.Flags);
        foreach (var item in selection.HasFiles ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation)) { await reader.VisitAsync(item, i => ExposeAsync(context, i, found)); }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task ExposeAsync(CommandContext context, ResourceItem item, Found found)
    {
        var service = ServiceOf(context, item, found);
        if (context.Flags.Text("overrides") is { Length: > 0 } overrides) { service = RunCommand.Overridden(service, overrides, context.Flags.Text("override-type"), new ResourceType("", "v1", "services", "Service", true)); }
        await CreateCommand.SubmitAsync(context, service, "exposed", "kubectl-expose");
    }

    private static ObjectNode ServiceOf(CommandContext context, ResourceItem item, Found found)
    {
        var flags = context.Flags;
        if (item.Type.Plural is not ("pods" or "services" or "replicationcontrollers" or "deployments" or "replicasets")) { throw new CliException($"cannot expose a {item.Type.Kind}{(item.Type.Group.Length > 0 ? "." : "")}{item.Type.Group}"); }
        if (found.Selector is null && flags.Text("selector").Length == 0) { found.Selector = SelectorOf(item); }
        var ports = PortsOf(item);
        if (found.Port.Length == 0)
        {
            string[] numbers = [.. ports.Select(static p => p.Port).Distinct()];
            if (numbers.Length == 0 && flags.Text("cluster-ip") != "None") { throw new CliException("couldn't find port via --port flag or introspection"); }
            if (numbers.Length > 1) { found.Ports = string.Join(',', numbers); } else { found.Port = numbers.FirstOrDefault() ?? ""; }
        }
        if (ports.Count > 0) { found.Spoken = ports; }
        if (found.Labels is null && flags.Text("labels").Length == 0) { found.Labels = item.Object.At("metadata", "labels") as ObjectNode is { Count: > 0 } own ? own : null; }
        var selector = flags.Text("selector") is { Length: > 0 } given ? Pairs(given) : found.Selector ?? throw new CliException("selector must be specified");
        var labels = flags.Text("labels") is { Length: > 0 } wanted ? Pairs(wanted) : found.Labels;
        var name = flags.Text("name") is { Length: > 0 } chosen ? chosen : item.Name.Length > NameLengthMax ? item.Name[..NameLengthMax] : item.Name;
        var served = Served(flags, found);
        if (flags.Text("session-affinity") is { Length: > 0 } unknown and not ("None" or "ClientIP")) { throw new CliException($"unknown session affinity: {unknown}"); }
        return ObjectNode.Of(("kind", "Service"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", name), ("labels", labels is { Count: > 0 } ? labels : null))),
            ("spec", ObjectNode.Of(("ports", served.Count > 0 ? new ArrayNode([.. served]) : null), ("selector", selector), ("clusterIP", flags.Text("cluster-ip") is { Length: > 0 } address ? address : null), ("type", flags.Text("type") is { Length: > 0 } type ? type : null),
                ("externalIPs", flags.Text("external-ip") is { Length: > 0 } external ? ArrayNode.Of(external) : null), ("sessionAffinity", flags.Text("session-affinity") is { Length: > 0 } affinity ? affinity : null),
                ("loadBalancerIP", flags.Text("type") == "LoadBalancer" && flags.Text("load-balancer-ip") is { Length: > 0 } balancer ? balancer : null))), ("status", ObjectNode.Of(("loadBalancer", ObjectNode.Empty))));
    }

    // Null: it has one without words, which does for nothing.
    private static ObjectNode? SelectorOf(ResourceItem item)
    {
        CliException None(string why) => new($"couldn't retrieve selectors via --selector flag or introspection: {why}");
        switch (item.Type.Plural)
        {
            case "pods": return item.Object.At("metadata", "labels") as ObjectNode is { Count: > 0 } labels ? labels : throw None("the pod has no labels and cannot be exposed");
            case "services": return item.Object.At("spec", "selector") as ObjectNode is { } chosen ? chosen.Count > 0 ? chosen : null : throw None("the service has no pod selector set");
            case "replicationcontrollers": return item.Object.At("spec", "selector") as ObjectNode is { Count: > 0 } own ? own : null;
        }
        var selector = item.Object.At("spec", "selector", "matchLabels") as ObjectNode is { Count: > 0 } given ? given : throw None($"invalid {item.Type.Kind.ToLowerInvariant()}: no selectors, therefore cannot be exposed");
        var expressions = item.Object.Items("spec", "selector", "matchExpressions").Select(static e => $"{{Key:{e.Text("key")} Operator:{e.Text("operator")} Values:[{string.Join(' ', e.Items("values").Select(static v => v.Text()))}]}}").ToArray();
        return expressions.Length == 0 ? selector : throw None($"couldn't convert expressions - \"[{string.Join(' ', expressions)}]\" to map-based selector format");
    }

    // The ports that an object has, each with what is spoken there.
    private static List<(string Port, string Protocol)> PortsOf(ResourceItem item) => item.Type.Plural == "services" ? [.. item.Object.Items("spec", "ports").Select(static p => (p.Text("port"), p.TextOr("TCP", "protocol")))]
        : [.. item.Object.Items([.. Workloads.PodSpecPath(item.Object)!, "containers"]).SelectMany(static c => c.Items("ports")).Select(static p => (p.Text("containerPort"), p.TextOr("TCP", "protocol")))];

    // Compat: a port that several protocols share is served for each of them as often as it stands there.
    private static List<Node> Served(Flags.FlagValues flags, Found found)
    {
        string[] wanted = found switch { { Ports.Length: > 0 } => found.Ports.Split(','), { Port.Length: > 0 } => found.Port.Split(','), _ => [] };
        var made = new List<Node>();
        for (var i = 0; i < wanted.Length; i++)
        {
            var (port, number) = (wanted[i], CreateParts.Number(wanted[i]));
            Node One(string name, string protocol) => ObjectNode.Of(("name", name.Length > 0 ? name : null), ("protocol", protocol), ("port", number), ("targetPort", TargetOf(flags.Text("target-port"), port)));
            var spoken = flags.Text("protocol") is { Length: > 0 } chosen ? [chosen] : found.Spoken.Where(k => k.Port == port).Select(static k => k.Protocol).ToArray();
            if (spoken.Length > 1) { made.AddRange(spoken.Select(p => One($"port-{i + 1}-{p.ToLowerInvariant()}", p))); }
            else { made.Add(One(wanted.Length > 1 ? $"port-{i + 1}" : "", spoken.Length == 1 ? spoken[0] : "TCP")); }
        }
        return made;
    }

    private static ObjectNode Pairs(string text)
    {
        var pairs = ObjectNode.Empty;
        foreach (var pair in text.Split(','))
        {
            if (pair.Split('=') is not [var key, var value]) { throw new CliException($"unexpected label spec: {pair}"); }
            pairs = key.Length > 0 ? pairs.Set(key, value) : throw new CliException("unexpected empty label key");
        }
        return pairs;
    }

    private static Node TargetOf(string target, string port) => target.Length == 0 ? CreateParts.Number(port) : long.TryParse(target, CultureInfo.InvariantCulture, out var number) ? number : target;

    // Compat: what was found on one object is taken for the next one too, as if it had been given, so that several objects share the selector, the labels and the ports of the first.
    private sealed class Found(Flags.FlagValues flags)
    {
        // Null: none yet.
        public ObjectNode? Selector { get; set; }

        // Null: none yet.
        public ObjectNode? Labels { get; set; }

        public string Port { get; set; } = flags.Text("port");

        // The ports of the last object that has several; they go before the one.
        public string Ports { get; set; } = "";

        public List<(string Port, string Protocol)> Spoken { get; set; } = [];
    }
}
