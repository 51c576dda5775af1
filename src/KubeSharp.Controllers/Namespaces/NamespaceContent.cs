using System.Collections.Immutable;

namespace KubeSharp.Controllers.Namespaces;

/// <summary>What is left in a namespace after an attempt to empty it.</summary>
public sealed record NamespaceContent
{
    /// <summary>Nothing left, nothing failed.</summary>
    public static NamespaceContent Empty { get; } = new();

    /// <summary>How many objects a resource still has, by plural.group.</summary>
    public ImmutableSortedDictionary<string, int> Remaining { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
    /// <summary>In how many of them a finalizer stands.</summary>
    public ImmutableSortedDictionary<string, int> Finalizers { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
    /// <summary>What could not be deleted, and why.</summary>
    public ImmutableArray<string> Failures { get; init; } = [];
    /// <summary>Why some groups could not be asked what they hold; empty: all could.</summary>
    public string DiscoveryFailure { get; init; } = "";

    /// <summary>The namespace may go.</summary>
    public bool IsGone => Remaining.IsEmpty && Failures.IsEmpty && DiscoveryFailure.Length == 0;

    /// <summary>With what a resource was found to hold, each object by its finalizers.</summary>
    public NamespaceContent With(string resource, IReadOnlyCollection<ImmutableArray<string>> objects)
    {
        if (objects.Count == 0) { return this; }
        var finalizers = Finalizers;
        foreach (var finalizer in objects.SelectMany(static f => f)) { finalizers = finalizers.SetItem(finalizer, finalizers.GetValueOrDefault(finalizer) + 1); }
        return this with { Remaining = Remaining.SetItem(resource, objects.Count), Finalizers = finalizers };
    }
}
