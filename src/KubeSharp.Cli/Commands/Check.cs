using KubeSharp.Cli.Flags;

namespace KubeSharp.Cli.Commands;

/// <summary>What a command looks at before anything else, in the order of its list: of several mistakes in one line upstream tells the first.</summary>
internal static class Check
{
    private const string Background = "background";

    /// <summary>There are flags only.</summary>
    public static Task NoWords(CommandContext context) =>
        context.Arguments.Count > 0 ? throw CliException.Usage($"Unexpected args: [{string.Join(' ', context.Arguments)}]") : Task.CompletedTask;

    /// <summary>--dry-run has a value there is.</summary>
    public static Task DryRun(CommandContext context)
    {
        context.DryRun();
        return Task.CompletedTask;
    }

    /// <summary>-o names a format there is.</summary>
    public static Task Format(CommandContext context)
    {
        Printing.ObjectPrinter.Of(context.Flags);
        return Task.CompletedTask;
    }

    /// <summary>--validate has a value there is.</summary>
    public static Task Validation(CommandContext context)
    {
        context.Validation();
        return Task.CompletedTask;
    }

    /// <summary>--cascade has a value there is; that true and false are old values is told.</summary>
    public static Task Cascade(CommandContext context)
    {
        var given = context.Flags.Text("cascade");
        if (GoBoolean.TryParse(given, out var isOn)) { context.Error.WriteLine($"warning: --cascade={given} is deprecated (boolean value) and can be replaced with --cascade={(isOn ? Background : "orphan")}."); }
        else if (given is not (Background or "foreground" or "orphan")) { throw new CliException($"invalid cascade value ({given}). Must be \"background\", \"foreground\", or \"orphan\""); }
        return Task.CompletedTask;
    }

    /// <summary>Files or a kustomization are named.</summary>
    public static Task Files(CommandContext context) =>
        context.Flags.List("filename").Count == 0 && context.Flags.Text("kustomize").Length == 0 ? throw new CliException("must specify one of -f and -k") : Task.CompletedTask;

    /// <summary>The kubeconfig can be read, and says where the server is.</summary>
    public static Task Connection(CommandContext context) => context.SettingsAsync();

    /// <summary>The same of who connects before the namespace is read: a context that is not there is told of in other words, and the time of requests is read.</summary>
    public static async Task Server(CommandContext context)
    {
        try { await context.ServerAsync(); }
        catch (CliException e) when (e.Message == $"Error in configuration: context was not found for specified context: {context.Flags.Text("context")}") { throw new CliException($"context \"{context.Flags.Text("context")}\" does not exist"); }
    }

    /// <summary>Files that are all that counts (--local) are asked of no server.</summary>
    public static Task Local(CommandContext context) =>
        context.Flags.Bool("local") && context.DryRun() == "server" ? throw new CliException("cannot specify --local and --dry-run=server - did you mean --dry-run=client?") : Task.CompletedTask;

    /// <summary>All objects of a type, or those that a selector finds, but not both.</summary>
    public static Task AllOrSome(CommandContext context)
    {
        foreach (var selector in new[] { "selector", "field-selector" })
        {
            if (context.Flags.Bool("all") && context.Flags.Text(selector).Length > 0) { throw new CliException($"cannot set --all and --{selector} at the same time"); }
        }
        return Task.CompletedTask;
    }
}
