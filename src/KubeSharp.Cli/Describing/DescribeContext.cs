using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Describing;

/// <summary>What a describer works with.</summary>
/// <param name="Command">The command.</param>
/// <param name="Item">The object.</param>
/// <param name="Sheet">Where the description goes.</param>
/// <param name="WithEvents">Whether events stand at the end.</param>
internal sealed record DescribeContext(CommandContext Command, ResourceItem Item, Sheet Sheet, bool WithEvents)
{
    /// <summary>The object's content.</summary>
    public ObjectNode Object => Item.Object;

    /// <summary>This moment.</summary>
    public DateTimeOffset Now => Command.Now;

    /// <summary>Reads an object; null where it is not there or may not be read.</summary>
    public async Task<Node?> TryGetAsync(string path)
    {
        try { return await (await Command.ServerAsync()).GetAsync(path, Command.Cancellation); }
        catch (StatusException) { return null; }
    }

    /// <summary>The items of a list, asked for in pieces of --chunk-size; none where it may not be read.</summary>
    public async Task<IReadOnlyList<Node>> ListAsync(string path)
    {
        try { return await (await Command.ServerAsync()).ListAsync(path, Command.Flags.Int("chunk-size"), Command.Cancellation); }
        catch (StatusException) { return []; }
    }

    /// <summary>Writes the object's events at the end.</summary>
    public async Task EventsAsync()
    {
        if (!WithEvents) { return; }
        var selector = $"involvedObject.name={Item.Name},involvedObject.namespace={Item.Namespace},involvedObject.kind={Item.Type.Kind},involvedObject.uid={Object.Text("metadata", "uid")}";
        var path = Item.Namespace.Length > 0 ? $"/api/v1/namespaces/{Item.Namespace}/events" : "/api/v1/events";
        Sheet.Events(await ListAsync($"{path}?fieldSelector={Uri.EscapeDataString(selector)}"), Now);
    }
}
