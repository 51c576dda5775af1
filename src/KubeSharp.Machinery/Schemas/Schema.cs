using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KubeSharp.Machinery.Schemas;

/// <summary>
/// What is known of a type: the same model for built-in kinds (from the generated records) and custom resources (from their definitions).
/// Immutable; parts are resolved on first use, so that nothing is built at start-up.
/// </summary>
public sealed class Schema
{
    private readonly Lazy<ImmutableArray<FieldSchema>> _fields;
    private FrozenDictionary<string, FieldSchema>? _byName;

    /// <summary>A type; <paramref name="fields"/> is called once, when they are first looked at.</summary>
    public Schema(SchemaKind kind, string name = "", Func<ImmutableArray<FieldSchema>>? fields = null)
    {
        (Kind, Name) = (kind, name);
        _fields = new(fields ?? (static () => []));
    }

    /// <summary>The shape of its values.</summary>
    public SchemaKind Kind { get; }

    /// <summary>Its OpenAPI name (io.k8s.api.core.v1.Pod) for built-in named types; empty otherwise.</summary>
    public string Name { get; }

    /// <summary>OpenAPI format: int32, int64, double, date-time, byte…; empty: none.</summary>
    public string Format { get; init; } = "";

    /// <summary>Of a list its items, of a map its values.</summary>
    public Schema? Items { get; init; }

    /// <summary>The fields of an object, in upstream's order.</summary>
    public ImmutableArray<FieldSchema> Fields => _fields.Value;

    /// <summary>The field of that JSON name, or null.</summary>
    public FieldSchema? Field(string name)
    {
        if (_byName is null)
        {
            var fields = _fields.Value;
            _byName = fields.IsEmpty ? FrozenDictionary<string, FieldSchema>.Empty : fields.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        }
        return _byName.GetValueOrDefault(name);
    }

    /// <summary>For custom resources: fields that no schema names are kept (x-kubernetes-preserve-unknown-fields).</summary>
    public bool PreservesUnknownFields { get; init; }

    /// <summary>For custom resources: holds a whole object with apiVersion, kind and metadata (x-kubernetes-embedded-resource).</summary>
    public bool IsEmbeddedResource { get; init; }

    /// <summary>For custom resources: null is a value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>How server-side apply sees the whole: of an object or map <see cref="MapType.Atomic"/> means one owner for all of it.</summary>
    public MapType MapType { get; init; }

    /// <summary>For the root of a custom resource: the structural schema it was made from. Null: a built-in type.</summary>
    public Structural.StructuralSchema? Structural { get; init; }

    /// <summary>What fields that are kept unknown have: objects merge field by field, all else as one.</summary>
    public static Schema Untyped { get; } = new(SchemaKind.Object) { PreservesUnknownFields = true };

    /// <summary>Any JSON.</summary>
    public static Schema Any { get; } = new(SchemaKind.Any) { PreservesUnknownFields = true };
}
