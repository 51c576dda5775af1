using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl cordon, uncordon, and which nodes are meant.</summary>
internal static class NodeCommands
{
    /// <summary>cordon</summary>
    public static Command Cordon { get; } = new("cordon", "Keep new pods from a node", "NODE", c => CordonAsync(c, isOn: true));
    /// <summary>uncordon</summary>
    public static Command Uncordon { get; } = new("uncordon", "Mark node as schedulable", "NODE", c => CordonAsync(c, isOn: false));

    private const int SelectingDiscoveries = 4;

    /// <summary>The nodes that names or the selector mean.</summary>
    /// <exception cref="CliException">Neither or both are given, or a node is not there.</exception>
    public static async Task<IReadOnlyList<ResourceItem>> SelectedAsync(CommandContext context, string verb)
    {
        if (context.Arguments.Count == 0 && !context.Flags.IsSet("selector")) { throw CliException.Usage($"USAGE: {verb} NODE [flags]"); }
        if (context.Arguments.Count > 0 && context.Flags.Text("selector").Length > 0) { throw CliException.Usage("error: cannot specify both a node name and a --selector option"); }
        context.DryRun();
        await Check.Server(context);
        if (context.Flags.Has("pod-selector")) { DrainCommand.CheckSelector(context.Flags.Text("pod-selector")); }
        var reader = await context.ReaderAsync();
        var selection = await context.TypedSelectionAsync(context.Arguments.Count == 0 ? ["nodes"] : Selection.Pairs("nodes", context.Arguments));
        var items = await CliException.AfterAsync(SelectingDiscoveries, () => reader.OnServerAsync(selection, allowsAllOfType: false, context.Cancellation));
        // Compat: at the first node that is not there upstream stops.
        reader.ThrowFirst();
        return items.FirstOrDefault(static i => (i.Type.Group, i.Type.Plural) != ("", "nodes")) is { } other ? throw new CliException($"error: expected resource of type node, got \"{other.Type.Group}/{other.Type.Version}, Resource={other.Type.Plural}\"") : items;
    }

    private static async Task<int> CordonAsync(CommandContext context, bool isOn)
    {
        foreach (var node in await SelectedAsync(context, isOn ? "cordon" : "uncordon")) { await SetAsync(context, node, isOn); }
        return 0;
    }

    /// <summary>Keeps new pods from a node, or no longer, and says so.</summary>
    public static async Task SetAsync(CommandContext context, ResourceItem node, bool isOn)
    {
        var word = isOn ? "cordoned" : "uncordoned";
        var suffix = context.DryRun() switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };
        if (node.Object.At("spec", "unschedulable") is BooleanNode { Value: true } == isOn) { context.Out.WriteLine($"node/{node.Name} already {word}{suffix}"); return; }
        if (context.DryRun() != "client")
        {
            var patch = ObjectNode.Of(("spec", ObjectNode.Of(("unschedulable", isOn ? true : NullNode.Instance))));
            await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, node.Path + context.ChangeQuery(""), patch.ToUtf8(), Patches.StrategicType, context.Cancellation);
        }
        context.Out.WriteLine($"node/{node.Name} {word}{suffix}");
    }
}
