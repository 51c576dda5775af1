using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.Namespaces;

/// <summary>The conditions that tell why a namespace does not go. Pure. Source: Namespaces; upstream writes all five at each attempt.</summary>
public static class NamespaceConditions
{
    /// <summary>The status with what the attempt found; a condition keeps its time while it says the same.</summary>
    public static NamespaceStatus Of(NamespaceStatus status, NamespaceContent content, DateTimeOffset now)
    {
        var conditions = Wanted(content).Select(w => Kept(status, w) ?? w with { LastTransitionTime = now });
        return status with { Conditions = status.Conditions.Where(static c => !Types.Contains(c.Type)).Concat(conditions).ToApiList() };
    }

    private static ImmutableArray<string> Types { get; } = [.. Wanted(NamespaceContent.Empty).Select(static c => c.Type)];

    private static NamespaceCondition[] Wanted(NamespaceContent content) =>
    [
        content.DiscoveryFailure.Length == 0 ? Condition("NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered")
            : Condition("NamespaceDeletionDiscoveryFailure", true, "DiscoveryFailed", $"Discovery failed for some groups, {content.DiscoveryFailure}"),
        Condition("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed"),
        content.Failures.IsEmpty ? Condition("NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization")
            : Condition("NamespaceDeletionContentFailure", true, "ContentDeletionFailed", $"Failed to delete all resource types, {content.Failures.Length} remaining: {string.Join(", ", content.Failures)}"),
        content.Remaining.IsEmpty ? Condition("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed")
            : Condition("NamespaceContentRemaining", true, "SomeResourcesRemain", $"Some resources are remaining: {string.Join(", ", content.Remaining.Select(static r => $"{Qualified(r.Key)} has {r.Value} resource instances"))}"),
        content.Finalizers.IsEmpty ? Condition("NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished")
            : Condition("NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {string.Join(", ", content.Finalizers.Select(static f => $"{f.Key} in {f.Value} resource instances"))}"),
    ];

    private static NamespaceCondition? Kept(NamespaceStatus status, NamespaceCondition wanted) =>
        status.Conditions.FirstOrDefault(c => c.Type == wanted.Type && c.Status == wanted.Status && c.Reason == wanted.Reason && c.Message == wanted.Message);

    // Compat: resources of the core group are written with a dot at their end: "pods." (NamespaceDeletionTests).
    private static string Qualified(string resource) => resource.Contains('.', StringComparison.Ordinal) ? resource : resource + ".";

    private static NamespaceCondition Condition(string type, bool isTrue, string reason, string message) => new() { Type = type, Status = isTrue ? "True" : "False", Reason = reason, Message = message };
}
