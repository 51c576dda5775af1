using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas.Structural;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>What a schema may say of metadata: constraints of name and generateName.</summary>
internal static class MetadataConstraints
{
    /// <summary>Checks them.</summary>
    public static void Check(ObjectNode value, ObjectNode? old, StructuralSchema schema, FieldErrors errors)
    {
        if (!schema.Properties.TryGetValue("metadata", out var metadata)) { return; }
        foreach (var field in (ReadOnlySpan<string>)["name", "generateName"])
        {
            if (metadata.Properties.TryGetValue(field, out var constrained) && value.At("metadata", field) is { } text) { new ValueValidation(errors).Validate($"metadata.{field}", text, old?.At("metadata", field), constrained); }
        }
    }
}
