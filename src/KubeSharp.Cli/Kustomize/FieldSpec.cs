using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>A field that a kustomization changes, and the objects that have it. Source: Kustomize, transformer configurations.</summary>
/// <param name="Path">Names, with slashes between them (\/ for one in a name); lists on the way are gone through, and a name with [] must be one.</param>
/// <param name="Kind">Kind of the objects; empty: any.</param>
/// <param name="Group">API group; empty: any.</param>
/// <param name="Version">API version; empty: any.</param>
/// <param name="Creates">Whether what is missing is made.</param>
internal sealed record FieldSpec(string Path, string Kind, string Group, string Version, bool Creates)
{
    /// <summary>Reads one as configurations have it.</summary>
    public static FieldSpec Read(Node spec) => new(spec.Text("path"), spec.Text("kind"), spec.Text("group"), spec.Text("version"), spec.At("create") is BooleanNode { Value: true });

    /// <summary>Whether an object has it.</summary>
    public bool Fits(Node content) => Fits(Identity.Split(content.Text("apiVersion")), content.Text("kind"));

    /// <summary>Whether another is the same field, of objects that have this one too.</summary>
    public bool Covers(FieldSpec other) => Path == other.Path && other.Fits((Group, Version), Kind);

    /// <summary>The object with the field changed, wherever it stands. Pure.</summary>
    /// <param name="change">Given what is there, or null where it is made.</param>
    /// <param name="isMade">False: what is missing stays away, whatever the field says.</param>
    /// <exception cref="CliException">Something on the way has no fields.</exception>
    public ObjectNode Change(ObjectNode content, Func<Node?, Node> change, bool isMade = true)
    {
        if (!Fits(content)) { return content; }
        try { return (ObjectNode)Change(content, Steps(Path), change, isMade && Creates); }
        catch (Exception e) when (e is FormatException or CliException) { throw new CliException($"considering field '{Path}' of object {Identity.Of(content)}: {e.Message}"); }
    }

    private bool Fits((string Group, string Version) place, string kind) => Kind.Length == 0 || Kind == kind ? (Group.Length == 0 || Group == place.Group) && (Version.Length == 0 || Version == place.Version) : false;

    private static string[] Steps(string path) => [.. path.Replace("\\/", "\0", StringComparison.Ordinal).Split('/').Select(static s => s.Replace('\0', '/'))];

    private static Node Change(Node node, ReadOnlySpan<string> steps, Func<Node?, Node> change, bool creates)
    {
        if (steps.IsEmpty) { return change(node); }
        switch (node)
        {
            case NullNode: return node;
            case ArrayNode items:
                for (var i = 0; i < items.Count; i++) { items = items.SetItem(i, Change(items[i], steps, change, creates)); }
                return items;
            case ObjectNode fields:
                var (name, isList) = steps[0].EndsWith("[]", StringComparison.Ordinal) ? (steps[0][..^2], true) : (steps[0], false);
                var there = fields[name];
                if (there is null or NullNode)
                {
                    if (!creates || isList) { return fields; }
                    return fields.Set(name, steps.Length == 1 ? change(null) : Change(ObjectNode.Empty, steps[1..], change, creates));
                }
                return fields.Set(name, Change(there, steps[1..], change, creates));
            default: throw new FormatException("expected sequence or mapping node");
        }
    }
}
