using System.Collections.Immutable;

namespace KubeSharp.Api;

/// <summary>The built-in kinds; made when first asked for.</summary>
public static partial class ApiResources
{
    private static readonly Lazy<ImmutableArray<ApiResource>> _kinds = new(static () => [.. Known()]);
    private static readonly Lazy<ImmutableArray<ApiResource>> _all = new(static () => [.. _kinds.Value.Where(r => r.Plural.Length > 0)]);

    /// <summary>All kinds, those too that are served only under another (Scale, Eviction, TokenRequest) or not at all.</summary>
    public static ImmutableArray<ApiResource> Kinds => _kinds.Value;

    /// <summary>The resources served by an API server with its defaults.</summary>
    public static ImmutableArray<ApiResource> All => _all.Value;

    private static partial ApiResource[] Known();

    private static ApiResource Make(string group, string version, string kind, string plural, bool namespaced, string schema, string singular,
        string shortNames, string categories, string verbs, string subresources) =>
        new(group, version, kind, plural, namespaced, schema)
        {
            Singular = singular,
            ShortNames = Words(shortNames),
            Categories = Words(categories),
            Verbs = Words(verbs),
            Subresources = [.. Words(subresources).Select(text => Subresource(text, group, version))],
        };

    // name:group/version/Kind:verb,verb; without a version it is the parent's group and version.
    private static ApiSubresource Subresource(string text, string group, string version)
    {
        var parts = text.Split(':');
        var kind = parts[1].Split('/');
        var own = kind[1].Length == 0;
        return new(parts[0], own ? group : kind[0], own ? version : kind[1], kind[2], [.. parts[2].Split(',')]);
    }

    private static ImmutableArray<string> Words(string text) => text.Length == 0 ? [] : [.. text.Split(' ')];
}
