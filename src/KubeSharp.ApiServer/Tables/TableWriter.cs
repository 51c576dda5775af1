using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tables;

/// <summary>Makes the meta.k8s.io/v1 Table of objects: what kubectl get prints.</summary>
public static class TableWriter
{
    /// <summary>The table. <paramref name="includeObject"/>: None, Metadata (default) or Object.</summary>
    public static ObjectNode Write(ResourceDefinition definition, IEnumerable<ObjectNode> objects, string includeObject, ObjectNode metadata, DateTimeOffset now)
    {
        var columns = TableColumns.Of(definition.Name);
        var rows = objects.Select(value => (Node)ObjectNode.Of(
            ("cells", new ArrayNode([.. columns.Select(c => c.Read(value, now))])),
            ("object", includeObject switch
            {
                "None" => null,
                "Object" => value,
                _ => ObjectNode.Of(("kind", "PartialObjectMetadata"), ("apiVersion", "meta.k8s.io/v1"), ("metadata", value["metadata"])),
            })));
        return ObjectNode.Of(("kind", "Table"), ("apiVersion", "meta.k8s.io/v1"), ("metadata", metadata),
            ("columnDefinitions", new ArrayNode([.. columns.Select(static c => c.Definition)])),
            ("rows", new ArrayNode([.. rows])));
    }
}
