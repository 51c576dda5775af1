using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>What was probably meant, after a name that is nearly right. On a terminal only: scripts compare messages, and looking for names costs requests.</summary>
internal static class NameHint
{
    /// <summary>Offers names of objects that are nearly the one that was not found.</summary>
    public static async Task OfferAsync(CommandContext? context, Exception failure)
    {
        if (context is not { Terminal.IsOutTerminal: true }) { return; }
        if (failure is CliException { Hint: { Length: > 0 } hint }) { await context.Error.WriteLineAsync($"hint: did you mean \"{hint}\"?"); }
        foreach (var missing in (failure is AggregateException many ? many.InnerExceptions : [failure]).OfType<StatusException>().Where(static e => e.Is(StatusReason.NotFound) && e.Status.Name.Length > 0))
        {
            if (await ClosestAsync(context, missing.Status) is { Length: > 0 } close) { await context.Error.WriteLineAsync($"hint: did you mean \"{close}\"?"); }
        }
    }

    /// <summary>Offers a flag that is nearly the one that is unknown.</summary>
    public static async Task OfferAsync(Terminal terminal, Command command, FlagException failure)
    {
        const string Unknown = "unknown flag: --";
        if (!terminal.IsOutTerminal || !failure.Message.StartsWith(Unknown, StringComparison.Ordinal)) { return; }
        var close = Words.Closest(failure.Message[Unknown.Length..], FlagCatalog.Of(command.Path).Concat(FlagCatalog.Global()).Select(static f => f.Name));
        if (close.Length > 0) { await terminal.Error.WriteLineAsync($"hint: did you mean \"--{close}\"?"); }
    }

    private static async Task<string> ClosestAsync(CommandContext context, Status missing)
    {
        try
        {
            var type = await (await context.MapperAsync()).FindAsync(missing.Group.Length > 0 ? $"{missing.Kind}.{missing.Group}" : missing.Kind, context.Cancellation);
            var list = await (await context.ServerAsync()).GetAsync(type.PathOf(await context.NamespaceAsync()), context.Cancellation);
            return Words.Closest(missing.Name, (list.At("items") as ArrayNode ?? ArrayNode.Empty).Select(static i => i.TextAt("metadata", "name") ?? ""));
        }
        catch (Exception e) when (e is StatusException or CliException) { return ""; }
    }
}
