using KubeSharp.Cli.Applying;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.History;

/// <summary>What of an object its users decide, without what the server and its controllers fill in. Pure.</summary>
internal static class Essence
{
    private static readonly string[] _serverFields = ["creationTimestamp", "resourceVersion", "uid", "generation", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];
    private static readonly string[] _deletionFinalizers = ["foregroundDeletion", "orphan"];

    /// <summary>The object without its status and what the server fills into its metadata.</summary>
    public static ObjectNode Of(ObjectNode content)
    {
        Node left = content.Remove("status");
        foreach (var field in _serverFields) { left = left.With(["metadata", field], null); }
        if (left.At("metadata", "finalizers") is ArrayNode finalizers)
        {
            var kept = finalizers.Where(static f => f is not StringNode { Value: var name } || !_deletionFinalizers.Contains(name)).ToArray();
            left = left.With(["metadata", "finalizers"], kept.Length > 0 ? new ArrayNode([.. kept]) : null);
        }
        return (ObjectNode)left;
    }

    /// <summary>Whether two states differ in anything that a user decides.</summary>
    public static bool Differs(ObjectNode a, ObjectNode b) => Changes(a, b).Any();

    /// <summary>The paths of what differs between two states.</summary>
    public static IEnumerable<string> Changes(ObjectNode a, ObjectNode b) => Changes(Bare(a), Bare(b), "");

    // Notes that apply and controllers make follow from the rest.
    private static ObjectNode Bare(ObjectNode content)
    {
        var essence = Of(content);
        if (essence.At("metadata", "annotations") is not ObjectNode annotations) { return essence; }
        var kept = annotations.Remove(LastApplied.Annotation).Remove("deployment.kubernetes.io/revision");
        return (ObjectNode)essence.With(["metadata", "annotations"], kept.Count > 0 ? kept : null);
    }

    private static IEnumerable<string> Changes(Node? a, Node? b, string path)
    {
        if (a is ObjectNode left && b is ObjectNode right)
        {
            return left.Select(static f => f.Key).Union(right.Select(static f => f.Key)).SelectMany(name => Changes(left[name], right[name], path.Length == 0 ? name : $"{path}.{name}"));
        }
        if (a is ArrayNode before && b is ArrayNode after && before.Count == after.Count)
        {
            return Enumerable.Range(0, before.Count).SelectMany(i => Changes(before[i], after[i], $"{path}[{i}]"));
        }
        return Equals(a, b) ? [] : [path];
    }
}
