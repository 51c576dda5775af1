using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>What a pod hands down to its containers of its own metadata.</summary>
internal static class FieldPaths
{
    /// <summary>metadata.name, metadata.labels['a'], … of a pod; empty: only the node knows. Pure.</summary>
    public static string ValueOf(Node pod, string path)
    {
        if (path.EndsWith("']", StringComparison.Ordinal) && path[..^2].Split("['", 2) is ["metadata.labels" or "metadata.annotations", var key]) { return pod.Text("metadata", path.StartsWith("metadata.labels", StringComparison.Ordinal) ? "labels" : "annotations", key); }
        return path switch
        {
            "metadata.name" or "metadata.namespace" or "metadata.uid" => pod.Text("metadata", path["metadata.".Length..]),
            "metadata.labels" or "metadata.annotations" => string.Join('\n', (pod.At("metadata", path["metadata.".Length..]) as ObjectNode ?? ObjectNode.Empty).OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key}=\"{Templates.JsonPathTemplate.Text(p.Value)}\"")),
            _ => "",
        };
    }
}
