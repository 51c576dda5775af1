using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>Items of lists by what identifies them (x-kubernetes-list-type). Pure.</summary>
public static class ListItems
{
    /// <summary>The item of the old list that the item continues; null: there is none, or the list is one whose items nothing identifies.</summary>
    public static Node? Counterpart(Node item, ArrayNode? old, StructuralSchema list)
    {
        if (old is null || list.ListType != ListType.Map) { return null; }
        foreach (var candidate in old)
        {
            if (IsSame(item, candidate, list)) { return candidate; }
        }
        return null;
    }

    /// <summary>Finds items that occur twice in sets and maps, anywhere in the value.</summary>
    public static void FindDuplicates(string path, Node value, StructuralSchema schema, FieldErrors errors)
    {
        switch (value)
        {
            case ArrayNode items:
                if (schema.ListType != ListType.Atomic) { FindDuplicatesIn(path, items, schema, errors); }
                if (schema.Items is null) { return; }
                for (var i = 0; i < items.Count; i++) { FindDuplicates($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", items[i], schema.Items, errors); }
                return;
            case ObjectNode fields:
                foreach (var (name, child) in fields.Fields)
                {
                    if ((schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties) is { } below) { FindDuplicates(path.Length == 0 ? name : $"{path}.{name}", child, below, errors); }
                }
                return;
        }
    }

    private static void FindDuplicatesIn(string path, ArrayNode items, StructuralSchema schema, FieldErrors errors)
    {
        var seen = new HashSet<Node>();
        for (var i = 0; i < items.Count; i++)
        {
            var identity = schema.ListType == ListType.Set ? items[i] : Identity(items[i], schema);
            if (!seen.Add(identity)) { errors.Duplicate(FieldPath.Of($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]"), identity); }
        }
    }

    private static bool IsSame(Node a, Node b, StructuralSchema list)
    {
        foreach (var key in list.ListKeys)
        {
            if (!Equals(Key(a, key, list), Key(b, key, list))) { return false; }
        }
        return true;
    }

    private static ObjectNode Identity(Node item, StructuralSchema list)
    {
        var keys = new ObjectNode.Builder();
        foreach (var key in list.ListKeys)
        {
            if (Key(item, key, list) is { } value) { keys.Set(key, value); }
        }
        return keys.ToNode();
    }

    private static Node? Key(Node item, string key, StructuralSchema list) => item.At(key) ?? list.Items?.Properties.GetValueOrDefault(key)?.Default;
}
