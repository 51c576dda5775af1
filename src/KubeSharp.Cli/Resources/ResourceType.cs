using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Resources;

/// <summary>A resource as discovery tells it.</summary>
internal sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool IsNamespaced)
{
    /// <summary>Name of one.</summary>
    public string Singular { get; init; } = "";
    /// <summary>Abbreviations.</summary>
    public ImmutableArray<string> ShortNames { get; init; } = [];
    /// <summary>Words that stand for several resources (all).</summary>
    public ImmutableArray<string> Categories { get; init; } = [];
    /// <summary>What may be done.</summary>
    public ImmutableArray<string> Verbs { get; init; } = [];
    /// <summary>Names of its subresources.</summary>
    public ImmutableArray<string> Subresources { get; init; } = [];

    /// <summary>The resource of an object of a built-in kind; null: it is of none.</summary>
    public static ResourceType? BuiltIn(ObjectNode content) => ApiResources.All.FirstOrDefault(k => k.Kind == content.TextAt("kind") && k.GroupVersion == content.TextAt("apiVersion")) is { } found
        ? new(found.Group, found.Version, found.Plural, found.Kind, found.Namespaced) : null;

    /// <summary>v1, apps/v1.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>pods, deployments.apps: how messages call it.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>pod, deployment.apps: before a name.</summary>
    public string QualifiedSingular => Group.Length == 0 ? Kind.ToLowerInvariant() : $"{Kind.ToLowerInvariant()}.{Group}";

    /// <summary>The path of the collection.</summary>
    public string PathOf(string ns) => (Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}") + (IsNamespaced && ns.Length > 0 ? $"/namespaces/{Uri.EscapeDataString(ns)}" : "") + $"/{Plural}";

    /// <summary>The path of an object, or of a subresource of it.</summary>
    /// <exception cref="CliException">The object has no name: it would be the path of all of them.</exception>
    public string PathOf(string ns, string name, string subresource = "") => name.Length == 0 ? throw new CliException("resource name may not be empty") { IsOfOne = true }
        : $"{PathOf(ns)}/{Uri.EscapeDataString(name)}{(subresource.Length > 0 ? "/" : "")}{subresource}";
}
