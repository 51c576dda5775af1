using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas;

/// <summary>A field of an object. <see cref="Type"/> is resolved when it is first asked for, so types may be recursive.</summary>
public sealed class FieldSchema(string name, Func<Schema> type)
{
    private Schema? _type;
    private bool? _omitsZero;
    private string? _element;
    private ImmutableArray<string> _listKeysOrdered;

    /// <summary>JSON name.</summary>
    public string Name { get; } = name;

    /// <summary>The type of its value.</summary>
    public Schema Type => _type ??= type();

    /// <summary>Protobuf field number; 0: it does not travel in protobuf.</summary>
    public int ProtoNumber { get; init; }

    /// <summary>Must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Of a built-in type: a zero (an empty text, list or map, false, 0) is a value of its own, not the same as none.</summary>
    public bool KeepsZero { get; init; }

    /// <summary>Of a built-in type: a time that is not set is null, not left out.</summary>
    public bool IsNullIfNone { get; init; }

    /// <summary>Of a built-in type: what is zero is left out, as if it had not been given.</summary>
    public bool OmitsZero => _omitsZero ??= !KeepsZero && !IsRequired && (Default is null || !IsZero(Default))
        && Type.Kind is SchemaKind.String or SchemaKind.Integer or SchemaKind.Number or SchemaKind.Boolean or SchemaKind.Bytes or SchemaKind.List or SchemaKind.Map;

    /// <summary>Of a list: how server-side apply merges it.</summary>
    public ListType ListType { get; init; }

    /// <summary>Of a list of type map: the fields that identify an item.</summary>
    public ImmutableArray<string> ListKeys { get; init; } = [];

    /// <summary>Of a list of type map: <see cref="ListKeys"/> by name, as managedFields writes them.</summary>
    public ImmutableArray<string> ListKeysOrdered => _listKeysOrdered.IsDefault ? _listKeysOrdered = ListKeys.Sort(StringComparer.Ordinal) : _listKeysOrdered;

    /// <summary>The field as managedFields names it: f:NAME.</summary>
    public string Element => _element ??= "f:" + Name;

    /// <summary>Of a map or object: how server-side apply merges it here, whatever its type says; null: as its type says.</summary>
    public MapType? MapType { get; init; }

    /// <summary>Strategic merge patch: merges instead of replacing.</summary>
    public bool PatchMerges { get; init; }

    /// <summary>Strategic merge patch: drops the fields the patch does not name (retainKeys).</summary>
    public bool PatchRetainsKeys { get; init; }

    /// <summary>Strategic merge patch: said to replace, as it would without a word. Only documents tell.</summary>
    public bool PatchReplaces { get; init; }

    /// <summary>Strategic merge patch: the field that identifies an item; empty: a list of scalars.</summary>
    public string MergeKey { get; init; } = "";

    /// <summary>Set where the field is missing.</summary>
    public Node? Default { get; init; }

    /// <summary>The only values allowed; empty: any.</summary>
    public ImmutableArray<string> Enum { get; init; } = [];

    /// <summary>Whether a value is the zero of its type.</summary>
    public static bool IsZero(Node value) => value switch
    {
        StringNode text => text.Value.Length == 0,
        BooleanNode flag => !flag.Value,
        NumberNode number => number is { IsInteger: true, Integer: 0 },
        ArrayNode items => items.Count == 0,
        ObjectNode entries => entries.Count == 0,
        _ => false,
    };
}
