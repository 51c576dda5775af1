using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Resources;

/// <summary>An object that a command works on.</summary>
/// <param name="Type">Its resource.</param>
/// <param name="Namespace">Its namespace; empty for cluster-wide ones.</param>
/// <param name="Name">Its name.</param>
/// <param name="Object">Its content: from a file, or from the server.</param>
internal sealed record ResourceItem(ResourceType Type, string Namespace, string Name, ObjectNode Object)
{
    /// <summary>Where the content came from: a path, an address, "STDIN"; empty: the server.</summary>
    public string Source { get; init; } = "";

    /// <summary>Its path on the server.</summary>
    public string Path => Type.PathOf(Namespace, Name);

    /// <summary>pod/web, deployment.apps/web.</summary>
    public string Display => $"{Type.QualifiedSingular}/{Name}";
}
