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
        var reader = await context.ReaderAsync();
        var selection = await context.SelectionAsync() with { LabelSelector = "" };
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException(Selection.NothingGiven); }
        selection.CheckSources();
        foreach (var item in selection.HasFiles ? await reader.FromFilesAsync(selection, context.Cancellation) : await reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation))
        {
            var service = ServiceOf(context, item);
            if (context.Flags.Text("overrides") is { Length: > 0 } overrides) { service = RunCommand.Overridden(service, overrides, context.Flags.Text("override-type"), new ResourceType("", "v1", "services", "Service", true)); }
            await CreateCommand.SubmitAsync(context, service, "exposed", "kubectl-expose");
        }
        reader.ThrowFailures();
        return 0;
    }

    private static ObjectNode ServiceOf(CommandContext context, ResourceItem item)
    {
        var flags = context.Flags;
        if (item.Type.Plural is not ("pods" or "services" or "replicationcontrollers" or "deployments" or "replicasets")) { throw new CliException($"cannot expose a {item.Type.Kind}{(item.Type.Group.Length > 0 ? "." : "")}{item.Type.Group}"); }
        var selector = flags.Text("selector") is { Length: > 0 } given ? CreateParts.Pairs(given) : SelectorOf(item);
        var ports = PortsOf(context, item);
        var labels = flags.Text("labels") is { Length: > 0 } wanted ? CreateParts.Pairs(wanted) : item.Object.At("metadata", "labels") as ObjectNode;
        var name = flags.Text("name") is { Length: > 0 } chosen ? chosen : item.Name.Length > NameLengthMax ? item.Name[..NameLengthMax] : item.Name;
        return ObjectNode.Of(("kind", "Service"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", name), ("labels", labels is { Count: > 0 } ? labels : null))),
            ("spec", ObjectNode.Of(("ports", new ArrayNode([.. ports])), ("selector", selector), ("clusterIP", flags.Text("cluster-ip") is { Length: > 0 } address ? address : null), ("type", flags.Text("type") is { Length: > 0 } type ? type : null),
                ("externalIPs", flags.Text("external-ip") is { Length: > 0 } external ? ArrayNode.Of(external) : null), ("sessionAffinity", flags.Text("session-affinity") is { Length: > 0 } affinity ? affinity : null),
                ("loadBalancerIP", flags.Text("load-balancer-ip") is { Length: > 0 } balancer ? balancer : null))), ("status", ObjectNode.Of(("loadBalancer", ObjectNode.Empty))));
    }

    private static ObjectNode SelectorOf(ResourceItem item)
    {
        if (item.Type.Plural == "pods")
        {
            return item.Object.At("metadata", "labels") as ObjectNode ?? throw new CliException("couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed");
        }
        if (item.Type.Plural is "deployments" or "replicasets" && item.Object.At("spec", "selector") is not ObjectNode { Count: > 0 }) { throw new CliException($"couldn't retrieve selectors via --selector flag or introspection: invalid {item.Type.Kind.ToLowerInvariant()}: no selectors, therefore cannot be exposed"); }
        var selector = item.Object.At("spec", "selector") as ObjectNode ?? throw new CliException("couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set");
        if (selector["matchExpressions"] is ArrayNode { Count: > 0 }) { throw new CliException("couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - \"" + DescribeParts.Selector(selector) + "\" to map-based selector format"); }
        return selector["matchLabels"] as ObjectNode ?? selector;
    }

    private static List<Node> PortsOf(CommandContext context, ResourceItem item)
    {
        var flags = context.Flags;
        var target = flags.Text("target-port");
        IEnumerable<(string Port, string Protocol)> found = flags.Text("port") is { Length: > 0 } given ? given.Split(',').Select(p => (p, flags.Text("protocol") is { Length: > 0 } t ? t : "TCP"))
            : item.Type.Plural == "services" ? item.Object.Items("spec", "ports").Select(static p => (p.Text("port"), p.TextOr("TCP", "protocol")))
            : item.Object.Items([.. Workloads.PodSpecPath(item.Object)!, "containers"]).SelectMany(static c => c.Items("ports")).Select(static p => (p.Text("containerPort"), p.TextOr("TCP", "protocol")));
        var all = found.ToArray();
        if (all.Length == 0) { throw new CliException("couldn't find port via --port flag or introspection"); }
        return [.. all.Select((p, i) => (Node)ObjectNode.Of(("name", all.Length > 1 ? $"port-{i + 1}" : null), ("protocol", p.Protocol), ("port", CreateParts.Number(p.Port)), ("targetPort", TargetOf(target, p.Port))))];
    }

    private static Node TargetOf(string target, string port) => target.Length == 0 ? CreateParts.Number(port) : long.TryParse(target, CultureInfo.InvariantCulture, out var number) ? number : target;
}
