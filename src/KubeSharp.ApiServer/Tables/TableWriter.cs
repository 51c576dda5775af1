using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Tables;

/// <summary>Makes the meta.k8s.io/v1 Table of objects: what kubectl get prints.</summary>
public static class TableWriter
{
    /// <summary>
    /// The table of objects as they are stored. <paramref name="includeObject"/>: None, Metadata (default) or Object, which then is in the version
    /// that <paramref name="convert"/> makes of it.
    /// </summary>
    /// <exception cref="StatusException">400: the choice is none.</exception>
    public static ObjectNode Write(ResourceDefinition definition, IEnumerable<ObjectNode> objects, Func<ObjectNode, ObjectNode> convert, string includeObject, ObjectNode metadata, DateTimeOffset now)
    {
        var columns = definition.Columns;
        var rows = objects.Select(value => (Node)ObjectNode.Of(
            ("cells", new ArrayNode([.. columns.Select(c => c.Read(value, now))])),
            ("object", includeObject switch
            {
                "None" => null,
                "Object" => convert(value),
                "" or "Metadata" => ObjectNode.Of(("kind", "PartialObjectMetadata"), ("apiVersion", "meta.k8s.io/v1"), ("metadata", value["metadata"])),
                _ => throw StatusException.BadRequest($"Unable to convert to Table as requested: includeObject: Invalid value: {new StringNode(includeObject)}: must be 'Metadata', 'Object', 'None', or empty"),
            })));
        return ObjectNode.Of(("kind", "Table"), ("apiVersion", "meta.k8s.io/v1"), ("metadata", metadata),
            ("columnDefinitions", new ArrayNode([.. columns.Select(static c => c.Definition)])),
            ("rows", new ArrayNode([.. rows])));
    }
}
