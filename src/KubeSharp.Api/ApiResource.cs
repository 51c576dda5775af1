using System.Collections.Immutable;

namespace KubeSharp.Api;

/// <summary>A kind and where it is served.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version in the group.</param>
/// <param name="Kind">The kind's name.</param>
/// <param name="Plural">Resource name in paths; empty for kinds that only travel (Binding's options, Scale).</param>
/// <param name="Namespaced">Lives in a namespace.</param>
/// <param name="SchemaName">Its OpenAPI type name, see <see cref="ApiSchemas"/>.</param>
public sealed record ApiResource(string Group, string Version, string Kind, string Plural, bool Namespaced, string SchemaName)
{
    /// <summary>Resource name for one object.</summary>
    public string Singular { get; init; } = "";
    /// <summary>The kind of its lists; default: the kind's name with List behind.</summary>
    public string ListKind { get => field ?? Kind + "List"; init; }
    /// <summary>Short names for the command line.</summary>
    public ImmutableArray<string> ShortNames { get; init; } = [];
    /// <summary>Groups of resources it belongs to (all).</summary>
    public ImmutableArray<string> Categories { get; init; } = [];
    /// <summary>Verbs it serves.</summary>
    public ImmutableArray<string> Verbs { get; init; } = [];
    /// <summary>Subresources.</summary>
    public ImmutableArray<ApiSubresource> Subresources { get; init; } = [];

    /// <summary>apps/v1, or v1 for the core group.</summary>
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>pods, or deployments.apps.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}

/// <param name="Name">status, scale, log…</param>
/// <param name="Group">Group of the kind it takes.</param>
/// <param name="Version">Version of the kind it takes.</param>
/// <param name="Kind">The kind it takes.</param>
/// <param name="Verbs">Verbs it serves.</param>
public sealed record ApiSubresource(string Name, string Group, string Version, string Kind, ImmutableArray<string> Verbs);
