using System.Globalization;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Paths of kustomizations into objects: spec.containers.[name=web].env.0.value, with * for every item and \. for a dot in a name.</summary>
internal static class FieldPath
{
    /// <summary>The steps of a path. Pure.</summary>
    public static IReadOnlyList<string> Parse(string path)
    {
        var steps = new List<string>();
        var step = new System.Text.StringBuilder();
        var depth = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\' && i + 1 < path.Length && path[i + 1] == '.') { step.Append(path[++i]); continue; }
            depth += path[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (path[i] != '.' || depth > 0) { step.Append(path[i]); continue; }
            steps.Add(step.ToString());
            step.Clear();
        }
        steps.Add(step.ToString());
        return steps;
    }

    /// <summary>The value at a path; null where there is none. Pure.</summary>
    public static Node? Find(Node? node, ReadOnlySpan<string> steps)
    {
        if (steps.IsEmpty || node is null) { return node; }
        if (node is not ArrayNode items) { return Find(node.At(steps[0]), steps[1..]); }
        foreach (var item in items)
        {
            if (IsMeant(items, item, steps[0]) && Find(item, steps[1..]) is { } found) { return found; }
        }
        return null;
    }

    /// <summary>The tree with every value at the path changed. Pure.</summary>
    /// <param name="creates">Whether what is missing is made; otherwise it stays away.</param>
    /// <param name="change">Given the value that is there, or null.</param>
    public static Node Change(Node node, ReadOnlySpan<string> steps, bool creates, Func<Node?, Node> change)
    {
        if (steps.IsEmpty) { return change(node); }
        var step = steps[0];
        var rest = steps[1..];
        if (node is ArrayNode items)
        {
            var any = false;
            for (var i = 0; i < items.Count; i++)
            {
                if (!IsMeant(items, items[i], step)) { continue; }
                any = true;
                items = items.SetItem(i, Change(items[i], rest, creates, change));
            }
            return any || !creates || Pair(step) is not var (key, value) ? items : items.Add(Change(ObjectNode.Of((key, value)), rest, creates, change));
        }
        if (node is not ObjectNode fields) { return node; }
        if (fields[step] is { } child and not NullNode) { return fields.Set(step, Change(child, rest, creates, change)); }
        if (!creates) { return node; }
        return fields.Set(step, rest.IsEmpty ? change(null) : Change(Pair(rest[0]) is null ? ObjectNode.Empty : ArrayNode.Empty, rest, creates, change));
    }

    private static bool IsMeant(ArrayNode items, Node item, string step)
    {
        if (step == "*") { return true; }
        if (Pair(step) is var (key, value)) { return item.Text(key) == value; }
        return int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count && ReferenceEquals(items[index], item);
    }

    // [name=web]
    private static (string Key, string Value)? Pair(string step) =>
        step is ['[', .., ']'] && step[1..^1].Split('=', 2) is [var key, var value] ? (key, value) : null;
}
