using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas;

/// <summary>A field of an object. <see cref="Type"/> is resolved when it is first asked for, so types may be recursive.</summary>
public sealed class FieldSchema(string name, Func<Schema> type)
{
    private Schema? _type;

    /// <summary>JSON name.</summary>
    public string Name { get; } = name;

    /// <summary>The type of its value.</summary>
    public Schema Type => _type ??= type();

    /// <summary>Protobuf field number; 0: it does not travel in protobuf.</summary>
    public int ProtoNumber { get; init; }

    /// <summary>Must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Of a list: how server-side apply merges it.</summary>
    public ListType ListType { get; init; }

    /// <summary>Of a list of type map: the fields that identify an item.</summary>
    public ImmutableArray<string> ListKeys { get; init; } = [];

    /// <summary>Of a map or object: how server-side apply merges it.</summary>
    public MapType MapType { get; init; }

    /// <summary>Strategic merge patch: merges instead of replacing.</summary>
    public bool PatchMerges { get; init; }

    /// <summary>Strategic merge patch: drops the fields the patch does not name (retainKeys).</summary>
    public bool PatchRetainsKeys { get; init; }

    /// <summary>Strategic merge patch: the field that identifies an item; empty: a list of scalars.</summary>
    public string MergeKey { get; init; } = "";

    /// <summary>Set where the field is missing.</summary>
    public Node? Default { get; init; }

    /// <summary>The only values allowed; empty: any.</summary>
    public ImmutableArray<string> Enum { get; init; } = [];
}
