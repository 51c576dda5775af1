using System.Collections.Frozen;
using System.Collections.Immutable;
using KubeSharp.Api;

namespace KubeSharp.ApiServer.Registry;

/// <summary>All resources served. Immutable; a new one takes its place when a custom resource comes or goes.</summary>
public sealed class ResourceTable
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), (ResourceDefinition Definition, ApiResource Version)> _byPath;
    private readonly FrozenDictionary<string, ResourceDefinition> _byName;

    private ResourceTable(ImmutableArray<ResourceDefinition> definitions)
    {
        Definitions = definitions;
        _byPath = definitions.SelectMany(static d => d.Versions.Select(v => (Key: (v.Group, v.Version, v.Plural), d, v))).ToFrozenDictionary(static e => e.Key, static e => (e.d, e.v));
        _byName = definitions.ToFrozenDictionary(static d => d.Name, StringComparer.Ordinal);
    }

    /// <summary>The definitions.</summary>
    public ImmutableArray<ResourceDefinition> Definitions { get; }

    /// <summary>The resource at /apis/GROUP/VERSION/PLURAL; null where there is none.</summary>
    public (ResourceDefinition Definition, ApiResource Version)? Find(string group, string version, string plural) =>
        _byPath.TryGetValue((group, version, plural), out var found) ? found : null;

    /// <summary>The definition of the qualified plural; null where there is none.</summary>
    public ResourceDefinition? Find(string qualifiedName) => _byName.GetValueOrDefault(qualifiedName);

    /// <summary>The built-in resources, with the rules given for some of them.</summary>
    public static ResourceTable BuiltIn(IEnumerable<KindRules> rules)
    {
        var special = rules.ToDictionary(static r => r.Resource, StringComparer.Ordinal);
        return new([.. ApiResources.All.GroupBy(StoredName).Select(versions => Define([.. versions.OrderByDescending(static v => VersionRank(v.Version)).ThenBy(static v => v.Group, StringComparer.Ordinal)], special))]);
    }

    private static ResourceDefinition Define(ImmutableArray<ApiResource> versions, Dictionary<string, KindRules> special)
    {
        var storage = versions[0];
        var rules = special.GetValueOrDefault(storage.QualifiedName) ?? new PlainRules(storage);
        return new(storage, versions, rules, ApiSchemas.Get);
    }

    // Events of both groups are the same ones.
    private static string StoredName(ApiResource resource) => resource.QualifiedName == "events.events.k8s.io" ? "events" : resource.QualifiedName;

    // v2 before v1 before v1beta1 before v1alpha1.
    private static int VersionRank(string version)
    {
        var rank = version.Contains("alpha", StringComparison.Ordinal) ? 0 : version.Contains("beta", StringComparison.Ordinal) ? 100 : 200;
        return rank + (version[1] - '0');
    }

    private sealed class PlainRules(ApiResource resource) : KindRules(resource.QualifiedName)
    {
        public override bool HasStatus { get; } = resource.Subresources.Any(static s => s.Name == "status");

        // Roles are named system:node and the like.
        public override NameRule NameRule { get; } = resource.Group == "rbac.authorization.k8s.io" ? NameRule.PathSegment : NameRule.DnsSubdomain;
    }
}
