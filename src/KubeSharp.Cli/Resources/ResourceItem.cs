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

    /// <summary>Whether it is changed here, without a server.</summary>
    public bool IsLocal { get; init; }

    /// <summary>How upstream writes it in failures of apply.</summary>
    public string Described => $"Resource: \"{Type.Group}/{Type.Version}, Resource={Type.Plural}\", GroupVersionKind: \"{Type.Group}/{Type.Version}, Kind={Type.Kind}\"\nName: \"{Name}\", Namespace: \"{Namespace}\"";

    /// <summary>pod/web, deployment.apps/web.</summary>
    public string Display => $"{Type.QualifiedSingular}/{Name}";

    /// <summary>What it is called where a change does not fit it: pods/web. Compat: without a server its kind, and the rest stands on a line of its own.</summary>
    public string Called => IsLocal ? $"{Display}\n" : $"{Type.Plural}/{Name}";
}
