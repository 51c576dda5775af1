using KubeSharp.Api;
using KubeSharp.Api.Descriptions;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The types of custom resources in OpenAPI documents. Pure. Source: Extend the Kubernetes API with CustomResourceDefinitions, publish validation schema in OpenAPI.</summary>
internal static class CustomModels
{
    private static readonly string _metadata = ApiDescriptions.OfField("io.k8s.api.core.v1.Pod", "metadata");
    // What OpenAPI 2.0 has not, or would take for another thing than is meant.
    private static readonly string[] _notInV2 = ["nullable", "allOf", "anyOf", "oneOf", "not", "default", "x-kubernetes-validations"];

    /// <summary>The type of a version's objects; <paramref name="metadata"/> is the reference to the type of metadata.</summary>
    public static ObjectNode Definition(ResourceDefinition definition, ObjectNode metadata, bool isV3)
    {
        var resource = definition.Storage;
        var schema = definition.Schema(resource).Structural!;
        // Compat: clients of OpenAPI 2.0 take what it names for all there may be, so that nothing is named where all is kept.
        var source = isV3 ? schema.Source : schema.PreservesUnknownFields ? ObjectNode.Of(("type", "object"), ("description", schema.Source["description"])) : ToV2(schema.Source);
        if (!schema.PreservesUnknownFields || isV3)
        {
            source = source.Make("properties", p => p.Set("apiVersion", SchemaNodes.ApiVersion).Set("kind", SchemaNodes.Kind)
                .Set("metadata", isV3 ? ObjectNode.Of(("description", _metadata), ("allOf", ArrayNode.Of(metadata))) : metadata.Set("description", _metadata)));
        }
        return source.Set("x-kubernetes-group-version-kind", ArrayNode.Of(SchemaNodes.GroupVersionKind(resource.Group, resource.Version, resource.Kind)));
    }

    private static ObjectNode ToV2(ObjectNode schema)
    {
        var result = schema;
        foreach (var field in _notInV2) { result = result.Remove(field); }
        if (schema.IsTrue("nullable")) { result = result.Remove("type").Remove("properties").Remove("items").Remove("additionalProperties"); }
        if (schema.IsTrue("x-kubernetes-int-or-string")) { result = result.Remove("type"); }
        if (schema.IsTrue("x-kubernetes-preserve-unknown-fields")) { return result.Remove("properties").Remove("items"); }
        result = result.Edit("items", ToV2).Edit("additionalProperties", ToV2);
        if (result["properties"] is ObjectNode properties)
        {
            foreach (var (name, property) in properties.Fields) { properties = properties.Set(name, property is ObjectNode below ? ToV2(below) : property); }
            result = result.Set("properties", properties);
        }
        return result;
    }
}
