namespace KubeSharp.Proxy.Planning;

/// <param name="Count">How many endpoints there are.</param>
/// <param name="ByClient">The client's address chooses rather than chance, so that it stays with one.</param>
public readonly record struct Choice(int Count, bool ByClient);
