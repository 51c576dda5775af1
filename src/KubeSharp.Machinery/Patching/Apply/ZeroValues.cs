using System.Collections.Concurrent;
using System.Collections.Frozen;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>
/// An object of a kind in which nothing is set, as upstream's types print it: structs that are no pointers and required fields are there.
/// Compat: a field of it is no news to its first writer, only what is below it. Pinned by ManagedFieldsTests.
/// </summary>
internal static class ZeroValues
{
    // Required, but Go's types leave them out where they are none. No schema tells that.
    private static readonly FrozenSet<string> _leftOut = new[]
    {
        "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec.validationActions", "io.k8s.api.networking.v1.IPAddressSpec.parentRef", "io.k8s.api.networking.v1beta1.IPAddressSpec.parentRef",
    }.ToFrozenSet(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ObjectNode> _made = new(StringComparer.Ordinal);

    /// <summary>The object.</summary>
    public static ObjectNode Of(Schema schema) => schema.Name.Length == 0 ? ObjectNode.Empty : _made.GetOrAdd(schema.Name, static (_, s) => Make(s), schema);

    private static ObjectNode Make(Schema schema)
    {
        var result = new ObjectNode.Builder();
        foreach (var field in schema.Fields)
        {
            // The default {} of a published type says that it is a struct.
            if (field.Default is ObjectNode { Count: 0 } && field.Type.Kind == SchemaKind.Object) { result.Set(field.Name, Make(field.Type)); }
            else if ((field.IsRequired || field.Default is NumberNode or StringNode { Value.Length: 0 }) && !_leftOut.Contains($"{schema.Name}.{field.Name}")) { result.Set(field.Name, Scalar(field.Type.Kind)); }
        }
        return result.ToNode();
    }

    private static Node Scalar(SchemaKind kind) => kind switch
    {
        SchemaKind.String => "",
        SchemaKind.Integer or SchemaKind.Number => 0,
        SchemaKind.Boolean => false,
        _ => NullNode.Instance,
    };
}
