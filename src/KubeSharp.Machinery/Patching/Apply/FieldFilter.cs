namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>
/// What of a set of fields a write may own: null where the element (f:labels) with all below it is dropped, else the filter of what is below.
/// Source: Server-Side Apply; the fields that upstream's strategies reset.
/// </summary>
public delegate FieldFilter? FieldFilter(string element);

/// <summary>Filters by paths: names of fields with slashes between them, <c>*</c> for any element.</summary>
public static class FieldFilters
{
    private const string Any = "*";

    /// <summary>Keeps everything.</summary>
    public static FieldFilter All { get; } = static _ => All;

    /// <summary>Keeps all but what is at or below one of the paths.</summary>
    public static FieldFilter Without(params string[] paths) => paths.Length == 0 ? All : element =>
        Below(paths, element) is var below && below.Contains("") ? null : Without(below);

    /// <summary>Keeps what leads to one of the paths, and what is at or below it.</summary>
    public static FieldFilter Only(params string[] paths) => element =>
        Below(paths, element) is var below && below.Contains("") ? All : below.Length == 0 ? null : Only(below);

    // What is left of the paths that begin with the element.
    private static string[] Below(string[] paths, string element) =>
        [.. paths.Select(static p => p.Split('/', 2)).Where(p => p[0] == Any || element == "f:" + p[0]).Select(static p => p.Length == 1 ? "" : p[1])];
}
