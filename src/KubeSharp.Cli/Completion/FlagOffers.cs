using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Flags;

namespace KubeSharp.Cli.Completion;

/// <summary>The flags that may still be given, with what they do.</summary>
internal static class FlagOffers
{
    private static readonly FlagSpec _help = new("help", "h", FlagType.Bool, "false");

    /// <summary>The required flags that are missing; where none is, those of every command and then those of this one.</summary>
    public static IReadOnlyList<string> Of(Command command, IReadOnlyList<FlagSpec> own, FlagValues given, string typed, OfferForm form)
    {
        if (Required(command, given, typed, form) is { Count: > 0 } required) { return required; }
        var local = own.Append(_help);
        IEnumerable<FlagSpec> all = command.Path.Length == 0 ? Sorted(local.Concat(FlagCatalog.Global())) : [.. Sorted(FlagCatalog.Global().Where(g => own.All(o => o.Name != g.Name))), .. Sorted(local)];
        return [.. all.Where(f => !given.IsSet(f.Name) || f.Type is FlagType.Slice or FlagType.Array).SelectMany(f => Words(command, f, typed, form))];
    }

    /// <summary>The required flags that are missing.</summary>
    public static IReadOnlyList<string> Required(Command command, FlagValues given, string typed, OfferForm form) =>
        [.. Sorted(FlagCatalog.Of(command.Path).Where(f => command.Required.Contains(f.Name) && !given.IsSet(f.Name))).SelectMany(f => Words(command, f, typed, form))];

    private static IEnumerable<string> Words(Command command, FlagSpec flag, string typed, OfferForm form)
    {
        var meaning = flag == _help ? $"help for {(command.Path.Length == 0 ? "kubectl" : command.Name)}" : FlagWords.Of(command.Path, flag.Name);
        var sign = form == OfferForm.Own && flag.WithoutValue is null ? "=" : "";
        string[] names = flag.Shorthand.Length > 0 ? [$"--{flag.Name}{sign}", $"-{flag.Shorthand}"] : [$"--{flag.Name}{sign}"];
        return Completer.Beginning(names, typed).Select(n => meaning.Length > 0 ? $"{n}\t{meaning}" : n);
    }

    private static IEnumerable<FlagSpec> Sorted(IEnumerable<FlagSpec> flags) => flags.OrderBy(static f => f.Name, StringComparer.Ordinal);
}
