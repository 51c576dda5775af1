using System.Globalization;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>
/// Paths of kustomizations into objects: spec.containers.[name=web].env.0.value, with * for every item and \. for a dot in a name. Source: Kustomize, field paths.
/// Pure; what does not fit is a <see cref="CliException"/> in its words.
/// </summary>
internal static class FieldPath
{
    /// <summary>What is made where something is missing.</summary>
    internal enum Missing
    {
        /// <summary>Nothing.</summary>
        Stays,
        /// <summary>A text, a number or a truth value.</summary>
        BecomesScalar,
        /// <summary>An object.</summary>
        BecomesObject,
        /// <summary>A list.</summary>
        BecomesList,
    }

    /// <summary>The steps of a path.</summary>
    public static IReadOnlyList<string> Parse(string path)
    {
        var parts = path.Split('.').ToList();
        if (parts.Count > 1 && parts[0].Length == 0) { parts.RemoveAt(0); }
        for (var i = 0; i + 1 < parts.Count;)
        {
            if (parts[i].EndsWith('\\')) { Join(parts, i, parts[i][..^1]); }
            else { i++; }
        }
        for (var i = 0; i < parts.Count; i++)
        {
            if (!parts[i].StartsWith('[') || parts[i].EndsWith(']')) { continue; }
            while (i + 1 < parts.Count && !parts[i].EndsWith(']')) { Join(parts, i, parts[i]); }
            // In brackets without = there is a name with dots.
            if (!parts[i].Contains('=', StringComparison.Ordinal)) { parts[i] = parts[i].Trim('[', ']'); }
        }
        return parts;
    }

    /// <summary>The value at a path; null where there is none.</summary>
    public static Node? Find(Node? node, ReadOnlySpan<string> steps)
    {
        foreach (var raw in steps)
        {
            var step = raw.Trim();
            if (step.Length == 0) { continue; }
            if (node is null or NullNode) { return null; }
            if (int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) || step == "-")
            {
                if (index < 0) { throw new CliException($"array index {index} cannot be negative"); }
                var items = List(node);
                node = step == "-" ? items.Items.LastOrDefault() : items.Items.ElementAtOrDefault(index);
            }
            else if (step == "*") { throw new CliException("wildcard is not supported in PathGetter"); }
            else if (step is ['[', .., ']'])
            {
                var (name, value) = Pair(step);
                node = List(node).FirstOrDefault(i => name.Length == 0 ? i is not (ObjectNode or ArrayNode) && i.Text() == value : i is ObjectNode fields && fields[name] is { } field && (value.Length == 0 || field.Text() == value));
            }
            else { node = Fields(node)[step]; }
        }
        return node is NullNode ? null : node;
    }

    /// <summary>The tree with every value at the path changed, and how many there are.</summary>
    /// <param name="missing">What is made of what is missing.</param>
    /// <param name="change">Given the value that is there, or null where it is made.</param>
    public static (Node Tree, int Found) Change(Node node, ReadOnlySpan<string> steps, Missing missing, Func<Node?, Node> change)
    {
        if (steps.IsEmpty) { return (change(node), 1); }
        var (step, rest, found) = (steps[0], steps[1..].ToArray(), 0);
        Node Below(Node child)
        {
            var (tree, count) = Change(child, rest, missing, change);
            found += count;
            return tree;
        }
        if (int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) && index >= 0)
        {
            var items = List(node);
            if (items.Count == index && missing != Missing.Stays) { return (items.Add(Below(Made(rest, missing))), found); }
            if (items.Count <= index) { throw new CliException($"index {index} specified but only {items.Count} elements found"); }
            return (items.SetItem(index, Below(items[index])), found);
        }
        if (step is ['[', .., ']'])
        {
            var (name, value) = Pair(step);
            var items = List(node);
            var pattern = Pattern(value);
            for (var i = 0; i < items.Count; i++)
            {
                if (name.Length == 0 && pattern.IsMatch(Shown(items[i]))) { items = items.SetItem(i, change(items[i])); found++; }
                else if (name.Length > 0 && items[i].At(name) is { } field && pattern.IsMatch(Shown(field))) { items = items.SetItem(i, Below(items[i])); }
            }
            return found > 0 || missing == Missing.Stays ? (items, found) : (items.Add(Below(name.Length == 0 ? Plain(value) : ObjectNode.Of((name, Plain(value))))), found);
        }
        if (step == "*")
        {
            var items = List(node);
            for (var i = 0; i < items.Count; i++) { items = items.SetItem(i, Below(items[i])); }
            return (items, found);
        }
        var fields = Fields(node);
        if (fields[step] is not { } there) { return missing == Missing.Stays ? (node, 0) : (fields.Set(step, rest.Length == 0 ? change(null) : Below(Made(rest, missing))), Math.Max(1, found)); }
        // A text may hold a tree itself; here it is only looked into, so that it can be told what is wrong with it.
        if (rest.Length > 0 && there is not (ObjectNode or ArrayNode or NullNode)) { return (node, Change(Structured(there), rest, missing, static old => old ?? NullNode.Instance).Found); }
        return (fields.Set(step, Below(there)), found);
    }

    /// <summary>A tree in a text.</summary>
    public static Node Structured(Node text)
    {
        try { return Yaml.ReadAll(text.Text(), static _ => { }, hasWords: false).FirstOrDefault() ?? NullNode.Instance; }
        catch (FormatException e) { throw new CliException(e.Message); }
    }

    /// <summary>A scalar as a plain word of YAML is read.</summary>
    public static Node Plain(string text)
    {
        try { return text.Contains('\n', StringComparison.Ordinal) || Yaml.ReadAll(text, static _ => { }, hasWords: false) is not [var read and not (ObjectNode or ArrayNode)] ? text! : read; }
        catch (FormatException) { return text!; }
    }

    private static System.Text.RegularExpressions.Regex Pattern(string text)
    {
        try { return GoPattern.Of(text); }
        catch (FormatException e) { throw new CliException(e.Message); }
    }

    private static void Join(List<string> parts, int at, string first)
    {
        parts[at] = $"{first}.{parts[at + 1]}";
        parts.RemoveAt(at + 1);
    }

    private static Node Made(string[] rest, Missing missing) => rest switch
    {
        [] => missing switch { Missing.BecomesObject => ObjectNode.Empty, Missing.BecomesList => ArrayNode.Empty, _ => NullNode.Instance },
        [var next, ..] => next is ['[', .., ']'] || (int.TryParse(next, out var index) && index >= 0) ? ArrayNode.Empty : ObjectNode.Empty,
    };

    // [name=web]
    private static (string Name, string Value) Pair(string step) =>
        step[1..^1].Split('=', 2) is [var name, var value] ? (name, value) : throw new CliException("list path element must contain fieldName=fieldValue for element to match");

    private static ArrayNode List(Node node) => node switch { ArrayNode items => items, NullNode => ArrayNode.Empty, _ => throw WrongKind("SequenceNode", node) };

    private static ObjectNode Fields(Node node) => node switch { ObjectNode fields => fields, NullNode => ObjectNode.Empty, _ => throw WrongKind("MappingNode", node) };

    /// <summary>The failure of what is of another kind than is wanted.</summary>
    public static CliException WrongKind(string wanted, Node node) =>
        new($"wrong node kind: expected {wanted} but got {node switch { ObjectNode => "MappingNode", ArrayNode => "SequenceNode", _ => "ScalarNode" }}: node contents:\n{Shown(node)}");

    private static string Shown(Node node) => Yaml.Write(node).TrimEnd('\n');
}
