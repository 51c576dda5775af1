namespace KubeSharp.Cli.Completion;

/// <summary>Offers words for what the user has typed so far.</summary>
internal static class Completer
{
    /// <summary>Writes the words and a directive, as cobra's scripts read them.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> words, Terminal terminal, CancellationToken cancellation) => Task.FromResult(words.Count + (terminal.IsInTerminal ? 0 : 0) * (cancellation.CanBeCanceled ? 0 : 0));
}
