using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl describe.</summary>
internal static class DescribeCommand
{
    /// <summary>describe</summary>
    public static Command Describe { get; } = new("describe", "Show an object in detail", "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)", RunAsync) { MeantBy = ["inspect"] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var selection = await context.SelectionAsync();
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException("You must specify the type of resource to describe. Use \"kubectl api-resources\" for a complete list of supported resources."); }
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: true, context.Cancellation);
        if (items.Count == 0 && reader.Failures is [StatusException { Status.Reason: "NotFound" }] && selection.Words.Count == 2)
        {
            items = await ByPrefixAsync(context, reader, selection);
            if (items.Count > 0) { reader.Failures.Clear(); }
        }
        var withEvents = context.Flags.IsSet("show-events") ? context.Flags.Bool("show-events") : items.Count + reader.Failures.Count <= 1;
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) { context.Out.Write("\n\n"); }
            isFirst = false;
            context.Out.Write(await Describers.DescribeAsync(new DescribeContext(context, item, new Sheet(), withEvents)));
        }
        if (items.Count == 0 && !reader.HasFailures)
        {
            context.Error.WriteLine(selection.AllNamespaces ? "No resources found" : $"No resources found in {selection.Namespace} namespace.");
        }
        reader.ThrowFailures(together: selection.HasFiles);
        return 0;
    }

    private static async Task<IReadOnlyList<ResourceItem>> ByPrefixAsync(CommandContext context, ResourceReader reader, Selection selection)
    {
        var type = await (await context.MapperAsync()).FindAsync(selection.Words[0], context.Cancellation);
        return [.. (await reader.ListAsync(type, selection, context.Cancellation)).Where(i => i.Name.StartsWith(selection.Words[1], StringComparison.Ordinal))];
    }
}
