using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Objects as the files of kustomizations hold them. Pure.</summary>
internal static class ResourceFile
{
    /// <summary>The objects of a text, lists taken apart.</summary>
    /// <param name="name">The file, for what is said of a text that is no YAML.</param>
    /// <param name="isEach">Whether an object may stand twice, as patches may.</param>
    /// <exception cref="CliException">It holds something else, or an object twice.</exception>
    public static IReadOnlyList<ObjectNode> Objects(string text, string name, bool isEach = false)
    {
        IReadOnlyList<Node> documents;
        try { documents = Yaml.ReadAll(text, static _ => { }, hasWords: false); }
        catch (FormatException e) { throw new CliException($"MalformedYAMLError: {e.Message.Replace("error converting YAML to JSON: ", "", StringComparison.Ordinal)} in File: {name}"); }
        var found = new List<ObjectNode>();
        var waiting = new Queue<Node>(documents);
        while (waiting.TryDequeue(out var document))
        {
            if (document is NullNode or ObjectNode { Count: 0 }) { continue; }
            var content = document as ObjectNode ?? throw new CliException("missing Resource metadata");
            if (content.Text("kind").Length == 0) { throw new CliException($"missing kind in object {Shown(content)}"); }
            var isList = content.Text("kind").EndsWith("List", StringComparison.Ordinal);
            if (!isList && content.Text("metadata", "name").Length == 0) { throw new CliException($"missing metadata.name in object {Shown(content)}"); }
            if (isList && content["items"] is { } items)
            {
                foreach (var item in items as ArrayNode ?? ArrayNode.Empty) { waiting.Enqueue(item); }
                continue;
            }
            if (!isEach && ObjectId.Of(content) is var id && found.Any(o => ObjectId.Of(o).Is(id))) { throw new CliException($"may not add resource with an already registered id: {id}"); }
            found.Add(content);
        }
        return found;
    }

    // As Go prints the structure of an object's metadata.
    private static string Shown(ObjectNode content)
    {
        string Map(string field) => $"map[{string.Join(' ', (content.At("metadata", field) as ObjectNode ?? ObjectNode.Empty).OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key}:{f.Value.Text()}"))}]";
        return $"{{{{{content.Text("apiVersion")} {content.Text("kind")}}} {{{{{content.Text("metadata", "name")} {content.Text("metadata", "namespace")}}} {Map("labels")} {Map("annotations")}}}}}";
    }
}
