using System.Collections.Frozen;
using System.Collections.Immutable;
using KubeSharp.Api;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// All resources served. Immutable; a new one takes its place when a custom resource comes or goes, and shares all but what changed with
/// the one before, so that each of thousands costs the same as the first.
/// </summary>
public sealed class ResourceTable
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), (ResourceDefinition Definition, ApiResource Version)> _builtInByPath;
    private readonly FrozenDictionary<string, ResourceDefinition> _builtInByName;
    private readonly ImmutableDictionary<string, CustomGroup> _custom;

    private ResourceTable(ImmutableArray<ResourceDefinition> definitions)
    {
        BuiltIns = definitions;
        _builtInByPath = definitions.SelectMany(static d => d.Versions.Select(v => (Key: (v.Group, v.Version, v.Plural), d, v))).ToFrozenDictionary(static e => e.Key, static e => (e.d, e.v));
        _builtInByName = definitions.ToFrozenDictionary(static d => d.Name, StringComparer.Ordinal);
        _custom = ImmutableDictionary.Create<string, CustomGroup>(StringComparer.Ordinal);
    }

    private ResourceTable(ResourceTable from, ImmutableDictionary<string, CustomGroup> custom) =>
        (BuiltIns, _builtInByPath, _builtInByName, _custom) = (from.BuiltIns, from._builtInByPath, from._builtInByName, custom);

    /// <summary>The definitions of built-in resources.</summary>
    public ImmutableArray<ResourceDefinition> BuiltIns { get; }

    /// <summary>The groups that custom resources have, by name; the same value as long as nothing in them changes.</summary>
    public IEnumerable<KeyValuePair<string, CustomGroup>> CustomGroups => _custom;

    /// <summary>The definitions of all resources, of each version of a custom one its own.</summary>
    public IEnumerable<ResourceDefinition> Definitions => BuiltIns.Concat(_custom.Values.SelectMany(static g => g.Resources.Values).SelectMany(static r => r));

    /// <summary>The resource at /apis/GROUP/VERSION/PLURAL; null where there is none.</summary>
    public (ResourceDefinition Definition, ApiResource Version)? Find(string group, string version, string plural)
    {
        if (_builtInByPath.TryGetValue((group, version, plural), out var found)) { return found; }
        if (!_custom.TryGetValue(group, out var custom) || !custom.Resources.TryGetValue(plural, out var definitions)) { return null; }
        foreach (var definition in definitions)
        {
            if (definition.Storage.Version == version && definition.IsServed) { return (definition, definition.Storage); }
        }
        return null;
    }

    /// <summary>The definition of the qualified plural, in the version that is stored; null where there is none.</summary>
    public ResourceDefinition? Find(string qualifiedName)
    {
        if (_builtInByName.TryGetValue(qualifiedName, out var found)) { return found; }
        return Custom(qualifiedName) is [var stored, ..] ? stored : null;
    }

    /// <summary>All versions of the qualified plural that are served, of a custom resource the one stored first.</summary>
    public ImmutableArray<ApiResource> Versions(string qualifiedName) =>
        _builtInByName.TryGetValue(qualifiedName, out var found) ? found.Versions : [.. Custom(qualifiedName).SelectMany(static d => d.Versions)];

    private ImmutableArray<ResourceDefinition> Custom(string qualifiedName)
    {
        var dot = qualifiedName.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && _custom.TryGetValue(qualifiedName[(dot + 1)..], out var custom) && custom.Resources.TryGetValue(qualifiedName[..dot], out var definitions) ? definitions : [];
    }

    /// <summary>A table in which the custom resource has these definitions, one a version, the stored one first; none: it is gone.</summary>
    public ResourceTable With(string group, string plural, ImmutableArray<ResourceDefinition> definitions)
    {
        var resources = (_custom.GetValueOrDefault(group) ?? CustomGroup.Empty).Resources;
        resources = definitions.IsEmpty ? resources.Remove(plural) : resources.SetItem(plural, definitions);
        return new(this, resources.IsEmpty ? _custom.Remove(group) : _custom.SetItem(group, new CustomGroup(resources)));
    }

    /// <summary>The built-in resources, with the rules given for some of them, and more that are asked for; of all those that are served.</summary>
    public static ResourceTable BuiltIn(IEnumerable<KindRules> rules, IEnumerable<ApiResource>? more = null, Func<ApiResource, bool>? isServed = null)
    {
        var special = rules.ToDictionary(static r => r.Resource, StringComparer.Ordinal);
        return new([.. ApiResources.All.Concat(more ?? []).Where(isServed ?? (static _ => true)).GroupBy(StoredName).Select(versions => Define([.. versions.OrderByDescending(static v => VersionRank(v.Version)).ThenBy(static v => v.Group, StringComparer.Ordinal)], special))]);
    }

    private static ResourceDefinition Define(ImmutableArray<ApiResource> versions, Dictionary<string, KindRules> special)
    {
        var storage = versions[0];
        var rules = special.GetValueOrDefault(storage.QualifiedName) ?? new PlainRules(storage);
        return new(storage, versions, rules, static version => ApiSchemas.Get(version.SchemaName));
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
