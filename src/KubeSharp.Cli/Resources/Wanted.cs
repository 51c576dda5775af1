namespace KubeSharp.Cli.Resources;

/// <summary>One read that a command line asks for.</summary>
/// <param name="Type">The resource.</param>
/// <param name="Name">The object; empty: all that the selectors allow.</param>
internal readonly record struct Wanted(ResourceType Type, string Name);
