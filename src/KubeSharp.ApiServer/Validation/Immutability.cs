using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Fields that stay as they were made.</summary>
public static class Immutability
{
    /// <summary>What a field that may not change is, in upstream's words.</summary>
    public const string Rule = "field is immutable";

    /// <summary>Notes each of the fields that differs.</summary>
    public static void Check(ObjectNode value, ObjectNode? old, FieldPath? path, FieldErrors errors, params ReadOnlySpan<string> fields)
    {
        if (old is null) { return; }
        foreach (var field in fields)
        {
            if (!Same(value[field], old[field])) { errors.Invalid(path?.Child(field) ?? FieldPath.Of(field), value[field], Rule); }
        }
    }

    /// <summary>Notes the object that differs, as upstream prints one of the type; no object is null.</summary>
    public static void CheckObject(ObjectNode value, ObjectNode? old, FieldPath? path, FieldErrors errors, string field, string type)
    {
        if (old is null || (value.Has(field) == old.Has(field) && InternalForm.Same(type, value[field], old[field]))) { return; }
        errors.Invalid(path?.Child(field) ?? FieldPath.Of(field), value.Has(field) ? InternalForm.Of(type, value[field]) : null, Rule);
    }

    /// <summary>Equal, where a missing value, null, an empty text, list and object are the same.</summary>
    public static bool Same(Node? a, Node? b) => (IsNone(a) && IsNone(b)) || (a is not null && b is not null && a.Equals(b));

    private static bool IsNone(Node? node) => node is null or NullNode or StringNode { Value.Length: 0 } or ArrayNode { Count: 0 } or ObjectNode { Count: 0 };
}
