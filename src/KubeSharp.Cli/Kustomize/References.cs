using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Names with prefix, suffix and hash, and the fields of other objects that follow them.</summary>
internal static class References
{
    // Field of the reference, the kind it names.
    private static readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal)
    {
        ["configMap"] = "ConfigMap",
        ["configMapRef"] = "ConfigMap",
        ["configMapKeyRef"] = "ConfigMap",
        ["secretRef"] = "Secret",
        ["secretKeyRef"] = "Secret",
        ["secret"] = "Secret",
        ["imagePullSecrets"] = "Secret",
        ["persistentVolumeClaim"] = "PersistentVolumeClaim",
        ["scaleTargetRef"] = "",
        ["roleRef"] = "",
        ["subjects"] = "",
        ["service"] = "Service",
    };

    private static readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal) { ["serviceAccountName"] = "ServiceAccount", ["serviceName"] = "Service", ["secretName"] = "Secret", ["claimName"] = "PersistentVolumeClaim" };

    // Names that an object had before, by which kustomizations above may still call it.
    private const string Previous = "kustomize.config.k8s.io/previous-names";

    /// <summary>The names that an object had before.</summary>
    public static string[] PreviousNames(Node content) => content.Text("metadata", "annotations", Previous).Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The object without the notes that building needs.</summary>
    public static ObjectNode Plain(ObjectNode content)
    {
        if (content.At("metadata", "annotations") is not ObjectNode annotations) { return content; }
        var kept = annotations.Remove(Previous).Remove(Generators.NeedsHash);
        return (ObjectNode)content.With(["metadata", "annotations"], kept.Count > 0 ? kept : null);
    }

    /// <summary>The objects with the hash of their content at the end of the names of those that are generated.</summary>
    public static List<ObjectNode> WithHashes(List<ObjectNode> objects)
    {
        var names = new Dictionary<(string Kind, string Name), string>();
        var renamed = new List<ObjectNode>();
        foreach (var o in objects)
        {
            if (o.Text("metadata", "annotations", Generators.NeedsHash).Length == 0) { renamed.Add(o); continue; }
            var (kind, old) = (o.Text("kind"), o.Text("metadata", "name"));
            // Compat: unlike that of --append-hash, the hash does not depend on the name.
            var name = $"{old}-{ContentHash.Of("", [.. o["data"] as ObjectNode ?? ObjectNode.Empty], kind, o.Text("type"), isEmptyText: true)}";
            names[(kind, old)] = name;
            renamed.Add(Renamed(o, name));
        }
        return [.. renamed.Select(o => (ObjectNode)Follow(o, names, ""))];
    }

    private static ObjectNode Renamed(ObjectNode content, string name)
    {
        var old = content.Text("metadata", "name");
        if (old == name) { return content; }
        return (ObjectNode)content.With(["metadata", "annotations", Previous], string.Join(',', [.. PreviousNames(content), old])).With(["metadata", "name"], name);
    }

    /// <summary>The objects under the names that a kustomization gives them.</summary>
    public static List<ObjectNode> Rename(List<ObjectNode> objects, Node spec)
    {
        var (prefix, suffix) = (spec.Text("namePrefix"), spec.Text("nameSuffix"));
        var names = new Dictionary<(string Kind, string Name), string>();
        var renamed = new List<ObjectNode>();
        foreach (var o in objects)
        {
            var (kind, old) = (o.Text("kind"), o.Text("metadata", "name"));
            var name = kind is "Namespace" or "CustomResourceDefinition" ? old : prefix + old + suffix;
            names[(kind, old)] = name;
            renamed.Add(Renamed(o, name));
        }
        return [.. renamed.Select(o => (ObjectNode)Follow(o, names, ""))];
    }

    private static Node Follow(Node node, Dictionary<(string Kind, string Name), string> names, string field)
    {
        switch (node)
        {
            case ArrayNode items: return new ArrayNode([.. items.Select(i => Follow(i, names, field))]);
            case ObjectNode fields:
                if (field == "metadata") { return fields; }
                var result = ObjectNode.Of([.. fields.Fields.ToArray().Select(f => (f.Key, (Node?)(_texts.TryGetValue(f.Key, out var kind) && f.Value is StringNode text && names.TryGetValue((kind, text.Value), out var name) ? name : Follow(f.Value, names, f.Key))))]);
                if (_fields.TryGetValue(field, out var named) && result["name"] is StringNode old && names.TryGetValue((named.Length > 0 ? named : result.Text("kind"), old.Value), out var final)) { result = result.Set("name", final); }
                return result;
            default: return node;
        }
    }
}
