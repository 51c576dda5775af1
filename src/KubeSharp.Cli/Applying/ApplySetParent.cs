using System.Security.Cryptography;
using System.Text;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Applying;

/// <summary>What the parent object of a set of applied objects says, and what it must say. Pure. Source: KEP-3659.</summary>
internal static class ApplySetParent
{
    /// <summary>Label of the members; its value is the set's id.</summary>
    public const string PartOfLabel = "applyset.kubernetes.io/part-of";
    /// <summary>Label of a custom resource definition whose objects may be parents.</summary>
    public const string ParentTypeLabel = "applyset.kubernetes.io/is-parent-type";
    private const string IdLabel = "applyset.kubernetes.io/id";
    private const string Tooling = "applyset.kubernetes.io/tooling";
    private const string Tool = "kubectl";
    private const string Kinds = "applyset.kubernetes.io/contains-group-kinds";
    private const string Resources = "applyset.kubernetes.io/contains-group-resources";
    private const string Namespaces = "applyset.kubernetes.io/additional-namespaces";

    /// <summary>The set's id: made of the parent's name, namespace, kind and group.</summary>
    public static string IdOf(ResourceItem parent)
    {
        var identity = $"{parent.Name}.{parent.Namespace}.{parent.Type.Kind}.{parent.Type.Group}";
        return $"applyset-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(identity))).TrimEnd('=').Replace('+', '-').Replace('/', '_')}-v1";
    }

    /// <summary>Whether objects of a type may be parents without asking: secrets and config maps.</summary>
    public static bool IsBuiltIn(ResourceType type) => type is { Group: "", Plural: "secrets" or "configmaps" };

    /// <summary>How messages call the parent.</summary>
    public static string NameOf(ResourceItem parent) => $"{parent.Type.Plural}.{parent.Type.Group}/{parent.Name}";

    /// <summary>Checks that an object that is there already belongs to this set and this tool.</summary>
    /// <exception cref="CliException">It does not.</exception>
    public static void Check(Node live, ResourceItem parent)
    {
        var name = NameOf(parent);
        var tooling = Annotation(live, Tooling) ?? throw new CliException($"ApplySet parent object \"{name}\" already exists and is missing required annotation \"{Tooling}\"");
        var tool = tooling.Contains('/', StringComparison.Ordinal) ? tooling[..tooling.LastIndexOf('/')] : tooling;
        if (tool != Tool) { throw new CliException($"ApplySet parent object \"{name}\" already exists and is managed by tooling \"{tool}\" instead of \"{Tool}\""); }
        var id = live.TextAt("metadata", "labels", IdLabel) ?? throw new CliException($"ApplySet parent object \"{name}\" exists and does not have required label {IdLabel}");
        var wanted = IdOf(parent);
        if (id != wanted) { throw new CliException($"ApplySet parent object \"{name}\" exists and has incorrect value for label \"{IdLabel}\" (got: {id}, want: {wanted})"); }
    }

    /// <summary>The kinds of the members, each as the resource that serves it now.</summary>
    /// <exception cref="CliException">The parent does not name them, or the server no longer has one.</exception>
    public static IReadOnlyList<ResourceType> TypesOf(Node live, ResourceItem parent, IReadOnlyList<ResourceType> all)
    {
        if (Annotation(live, Kinds) is { } kinds) { return [.. Words(kinds).Select(k => Found(k, k.Split('.', 2), static r => r.Kind, all, Kinds, parent))]; }
        if (Annotation(live, Resources) is { Length: > 0 } resources) { return [.. Words(resources).Select(r => Found(r, r.Split('.', 2), static t => t.Plural, all, Resources, parent))]; }
        throw new CliException($"parsing ApplySet annotation on \"{NameOf(parent)}\": kubectl requires the \"{Kinds}\" annotation to be set on all ApplySet parent objects");
    }

    /// <summary>The namespaces of the members, the parent's own among them.</summary>
    public static IEnumerable<string> NamespacesOf(Node live, ResourceItem parent) => Words(Annotation(live, Namespaces) ?? "").Append(parent.Namespace).Where(static n => n.Length > 0);

    /// <summary>What is applied to the parent.</summary>
    public static ObjectNode Content(ResourceItem parent, IEnumerable<ResourceType> types, IEnumerable<string> namespaces) => ObjectNode.Of(("apiVersion", parent.Type.ApiVersion), ("kind", parent.Type.Kind),
        ("metadata", ObjectNode.Of(("name", parent.Name), ("namespace", parent.Namespace.Length > 0 ? (Node)parent.Namespace : null), ("labels", ObjectNode.Of((IdLabel, IdOf(parent)))),
            ("annotations", ObjectNode.Of((Tooling, $"{Tool}/v1.36.0"), (Kinds, Joined(types.Select(static t => t.Group.Length == 0 ? t.Kind : $"{t.Kind}.{t.Group}"))),
                (Namespaces, Joined(namespaces.Where(n => n != parent.Namespace))))))));

    private static ResourceType Found(string word, string[] parts, Func<ResourceType, string> name, IReadOnlyList<ResourceType> all, string annotation, ResourceItem parent) =>
        all.FirstOrDefault(r => name(r) == parts[0] && r.Group == (parts.Length > 1 ? parts[1] : "") && r.Verbs.Contains("list"))
            ?? throw new CliException($"parsing ApplySet annotation on \"{NameOf(parent)}\": could not find mapping for kind in \"{annotation}\" annotation: no matches for kind \"{parts[0]}\" in group \"{word[Math.Min(word.Length, parts[0].Length + 1)..]}\"");

    private static string? Annotation(Node live, string name) => live.TextAt("metadata", "annotations", name);

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string Joined(IEnumerable<string> words) => string.Join(',', words.Distinct().Order(StringComparer.Ordinal));
}
