using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Reading and changing trees where a missing field, JSON null and Go's zero value mean the same.</summary>
public static class Trees
{
    /// <summary>The text of the field; empty where there is none.</summary>
    public static string Text(this Node? node, string field) => (node as ObjectNode)?[field] is StringNode text ? text.Value : "";

    /// <summary>The object of the field; empty where there is none.</summary>
    public static ObjectNode Object(this Node? node, string field) => (node as ObjectNode)?[field] as ObjectNode ?? ObjectNode.Empty;

    /// <summary>The items of the field; none where there is none.</summary>
    public static ArrayNode Items(this Node? node, string field) => (node as ObjectNode)?[field] as ArrayNode ?? ArrayNode.Empty;

    /// <summary>The texts of the field.</summary>
    public static IEnumerable<string> Texts(this Node? node, string field) => node.Items(field).OfType<StringNode>().Select(static t => t.Value);

    /// <summary>The whole number of the field; null where there is none.</summary>
    public static long? Number(this Node? node, string field) => (node as ObjectNode)?[field] is NumberNode { IsInteger: true } number ? number.Integer : null;

    /// <summary>Whether the field is true.</summary>
    public static bool IsTrue(this Node? node, string field) => (node as ObjectNode)?[field] is BooleanNode { Value: true };

    /// <summary>Whether the field is there and not null.</summary>
    public static bool Has(this Node? node, string field) => (node as ObjectNode)?[field] is not (null or NullNode);

    /// <summary>The object with the field set where it is missing, null or the empty text.</summary>
    public static ObjectNode Fill(this ObjectNode node, string field, Node value) => node[field] is null or NullNode or StringNode { Value.Length: 0 } ? node.Set(field, value) : node;

    /// <summary>The object with the field set where it is missing or null: an empty text, which Go's pointers tell from nothing, stays.</summary>
    public static ObjectNode FillAbsent(this ObjectNode node, string field, Node value) => node[field] is null or NullNode ? node.Set(field, value) : node;

    /// <summary>The object with the field set where it is missing, null or zero.</summary>
    public static ObjectNode FillZero(this ObjectNode node, string field, long value) => node[field] is null or NullNode or NumberNode { IsInteger: true, Integer: 0 } ? node.Set(field, value) : node;

    /// <summary>The object with an object field changed, where it has that field.</summary>
    public static ObjectNode Edit(this ObjectNode node, string field, Func<ObjectNode, ObjectNode> change) => node[field] is ObjectNode child ? node.Set(field, change(child)) : node;

    /// <summary>The object with an object field changed, which is made where it is missing.</summary>
    public static ObjectNode Make(this ObjectNode node, string field, Func<ObjectNode, ObjectNode> change) => node.Set(field, change(node.Object(field)));

    /// <summary>The object with each object in a list field changed.</summary>
    public static ObjectNode EditItems(this ObjectNode node, string field, Func<ObjectNode, ObjectNode> change)
    {
        if (node[field] is not ArrayNode items) { return node; }
        var result = items;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is ObjectNode item) { result = result.SetItem(i, change(item)); }
        }
        return node.Set(field, result);
    }

    /// <summary>The field taken from another object: set to its value, or removed where it has none.</summary>
    public static ObjectNode Take(this ObjectNode node, string field, ObjectNode from) => from[field] is { } value ? node.Set(field, value) : node.Remove(field);
}
