using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching;

/// <summary>
/// JSON merge patch. Source: RFC 7386. Compat: nulls of objects within a list that is put in go, too, but for a list in the place of an object; pinned by MergePatchTests.
/// </summary>
public static class MergePatch
{
    /// <summary>The target with the patch applied: null removes, objects merge, all else replaces.</summary>
    public static Node Apply(Node? target, Node patch)
    {
        if (patch is ArrayNode items && target is not ObjectNode) { return new ArrayNode([.. items.Select(WithoutNulls)]); }
        if (patch is not ObjectNode fields) { return patch; }
        var result = target as ObjectNode ?? ObjectNode.Empty;
        foreach (var (name, value) in fields.Fields)
        {
            result = value is NullNode ? result.Remove(name) : result.Set(name, Apply(result[name], value));
        }
        return result;
    }

    private static Node WithoutNulls(Node value) => value is ObjectNode or ArrayNode ? Apply(null, value) : value;
}
