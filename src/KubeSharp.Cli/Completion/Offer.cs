namespace KubeSharp.Cli.Completion;

/// <summary>Words for what is being typed, and what a shell makes of them.</summary>
/// <param name="Words">Each with a tab and its meaning where there is one.</param>
/// <param name="Directives">What the shell does beside.</param>
internal sealed record Offer(IReadOnlyList<string> Words, Directives Directives);
