using System.Collections.Immutable;

namespace KubeSharp.Cli.Resources;

/// <summary>Finds resources by what users call them: plural, singular, kind, abbreviation, each with .group or .version.group.</summary>
internal sealed class ResourceMapper(Discovery discovery, Action<string> warn)
{
    private ImmutableArray<ResourceType> _all;
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private bool _isFresh;

    /// <summary>All resources, in the order of preference.</summary>
    public async Task<ImmutableArray<ResourceType>> AllAsync(CancellationToken cancellation)
    {
        if (_all.IsDefault) { _all = await AskAsync(isFresh: false, cancellation); }
        return _all;
    }

    /// <summary>All resources as the server has them at this moment.</summary>
    public async Task<ImmutableArray<ResourceType>> FreshAsync(CancellationToken cancellation)
    {
        if (!_isFresh) { (_all, _isFresh) = (await AskAsync(isFresh: true, cancellation), true); }
        return _all;
    }

    private async Task<ImmutableArray<ResourceType>> AskAsync(bool isFresh, CancellationToken cancellation)
    {
        try { return await discovery.ResourcesAsync(isFresh, cancellation); }
        catch (CliException e) when (e.Unreached.Length > 0) { throw e.After(discoveries: 1); }
    }

    /// <summary>The resource of a user's word.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public async Task<ResourceType> FindAsync(string word, CancellationToken cancellation)
    {
        ResourceType found;
        try { found = Find(await AllAsync(cancellation), word) ?? Find(await FreshAsync(cancellation), word) ?? throw Unknown(word); }
        catch (CliException e) when (e.Unreached.Length > 0) { throw e.After(discoveries: 2); }
        foreach (var other in AlsoMeant(_all, word, found))
        {
            if (_warned.Add($"{word}: {other.Qualified}")) { warn($"short name \"{word}\" could also match lower priority resource {other.Qualified}"); }
        }
        return found;
    }

    /// <summary>The resource of an object's apiVersion and kind; null: the server has none.</summary>
    public async Task<ResourceType?> OfKindAsync(string apiVersion, string kind, CancellationToken cancellation) =>
        OfKind(await AllAsync(cancellation), apiVersion, kind) ?? OfKind(await FreshAsync(cancellation), apiVersion, kind);

    /// <summary>The resources of a category; empty: it is none.</summary>
    public async Task<ImmutableArray<ResourceType>> CategoryAsync(string word, CancellationToken cancellation)
    {
        var seen = new HashSet<(string, string)>();
        return [.. (await AllAsync(cancellation)).Where(r => r.Categories.Contains(word) && r.Verbs.Contains("list") && seen.Add((r.Group, r.Plural)))];
    }

    /// <summary>Every resource whose objects can be listed and deleted, each once: what is only a view of others (metrics) is none.</summary>
    /// <param name="isClusterWide">With those that stand in no namespace.</param>
    public async Task<ImmutableArray<ResourceType>> EverythingAsync(bool isClusterWide, CancellationToken cancellation)
    {
        var seen = new HashSet<(string, string)>();
        return [.. (await AllAsync(cancellation)).Where(r => (isClusterWide || r.IsNamespaced) && r.Verbs.Contains("list") && r.Verbs.Contains("delete")
            && seen.Add((r.Kind == "Event" ? "" : r.Group, r.Plural)))];
    }

    /// <summary>The resource of a word among these; null: none. Pure.</summary>
    public static ResourceType? Find(ImmutableArray<ResourceType> all, string word)
    {
        var name = word.ToLowerInvariant();
        if (Named(all, name, "", "", anyGroup: true) is { } plain && !name.Contains('.', StringComparison.Ordinal)) { return plain; }
        var parts = name.Split('.', 3);
        if (parts.Length == 3 && Named(all, parts[0], parts[2], parts[1], anyGroup: false) is { } full) { return full; }
        // Compat: an abbreviation is known whatever version stands behind it.
        if (parts.Length == 3 && all.FirstOrDefault(r => r.ShortNames.Contains(parts[0]) && (parts[2].Length == 0 || r.Group == parts[2])) is { } shortened) { return shortened; }
        return parts.Length >= 2 ? Named(all, parts[0], name[(parts[0].Length + 1)..], "", anyGroup: false) : null;
    }

    /// <summary>Every resource that a word without a group names, in the order of preference: of an abbreviation, those of the first group that knows it. Pure.</summary>
    public static ImmutableArray<ResourceType> Each(ImmutableArray<ResourceType> all, string word)
    {
        var name = word.ToLowerInvariant();
        ImmutableArray<ResourceType> named = [.. all.Where(r => r.Plural == name || SingularOf(r) == name)];
        return named.IsEmpty && Named(all, name, "", "", anyGroup: true) is { } first ? [.. all.Where(r => (r.Group, r.Plural) == (first.Group, first.Plural))] : named;
    }

    /// <summary>The other resources of an abbreviation that several bear. Pure.</summary>
    public static IEnumerable<ResourceType> AlsoMeant(ImmutableArray<ResourceType> all, string word, ResourceType found) =>
        found.ShortNames.Contains(word) ? all.Where(r => r.ShortNames.Contains(word) && (r.Group, r.Plural) != (found.Group, found.Plural)) : [];

    // Names before abbreviations: an abbreviation never hides a resource that bears the word as its name.
    private static ResourceType? Named(ImmutableArray<ResourceType> all, string name, string group, string version, bool anyGroup)
    {
        // A group may be named by its beginning; one that is named whole comes first.
        bool Fits(ResourceType r, bool isWhole) => (anyGroup || (isWhole ? r.Group == group : group.Length > 0 && r.Group.StartsWith(group, StringComparison.Ordinal))) && (version.Length == 0 || r.Version == version);
        foreach (var isWhole in new[] { true, false })
        {
            var found = all.FirstOrDefault(r => Fits(r, isWhole) && (r.Plural == name || SingularOf(r) == name)) ?? all.FirstOrDefault(r => Fits(r, isWhole) && r.ShortNames.Contains(name))
                ?? all.FirstOrDefault(r => Fits(r, isWhole) && r.Verbs.Length > 0 && r.Kind.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found is not null) { return found; }
        }
        return null;
    }

    private static string SingularOf(ResourceType r) => r.Singular.Length > 0 ? r.Singular : r.Kind.ToLowerInvariant();

    private static ResourceType? OfKind(ImmutableArray<ResourceType> all, string apiVersion, string kind) => all.FirstOrDefault(r => r.ApiVersion == apiVersion && r.Kind == kind && r.Verbs.Length > 0);

    private CliException Unknown(string word)
    {
        var close = Words.Closest(word, _all.SelectMany(static r => new[] { r.Plural, SingularOf(r) }));
        return new CliException($"the server doesn't have a resource type \"{word.Split('.')[0]}\"") { Hint = close };
    }
}
