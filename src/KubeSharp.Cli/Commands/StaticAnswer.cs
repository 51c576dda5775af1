namespace KubeSharp.Cli.Commands;

/// <summary>An answer about a file.</summary>
/// <param name="Status">Code and reason.</param>
/// <param name="Headers">All but the length of the body.</param>
/// <param name="Body">What follows the head.</param>
internal sealed record StaticAnswer(string Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    /// <summary>The value of a header; empty: there is none.</summary>
    public string Header(string name) => Headers.FirstOrDefault(h => h.Name == name).Value ?? "";
}
