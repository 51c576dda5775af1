using System.Collections.Frozen;
using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>The rules of a schema and of the parts beneath it that have any, compiled. Immutable. Source: Extend the Kubernetes API with CustomResourceDefinitions, validation rules.</summary>
public sealed class SchemaRules
{
    private SchemaRules(StructuralSchema schema, CelType type, bool isRoot)
    {
        (Schema, Type) = (schema, type);
        Rules = [.. schema.Rules.Select(r => SchemaRule.Compile(r, type))];
        Properties = schema.Properties.Where(static p => p.Value.HasRules).Select(static p => (p.Key, Rules: Of(p.Value, isRoot: false)))
            .Where(static p => p.Rules is not null).ToFrozenDictionary(static p => p.Key, static p => p.Rules!, StringComparer.Ordinal);
        Items = schema.Items is { HasRules: true } items ? Of(items, isRoot: false) : null;
        Values = schema.AdditionalProperties is { HasRules: true } values ? Of(values, isRoot: false) : null;
        IsRoot = isRoot;
    }

    /// <summary>The schema they are of.</summary>
    public StructuralSchema Schema { get; }
    /// <summary>The type of the values they are about.</summary>
    public CelType Type { get; }
    /// <summary>They are of the whole object.</summary>
    public bool IsRoot { get; }
    /// <summary>The rules about the value itself.</summary>
    public ImmutableArray<SchemaRule> Rules { get; }
    /// <summary>The rules of its fields.</summary>
    public FrozenDictionary<string, SchemaRules> Properties { get; }
    /// <summary>The rules of a list's items.</summary>
    public SchemaRules? Items { get; }
    /// <summary>The rules of a map's values.</summary>
    public SchemaRules? Values { get; }

    /// <summary>The rules of a schema; null: there are none, or its values are of no type that expressions know.</summary>
    public static SchemaRules? Of(StructuralSchema schema, bool isRoot) => schema.HasRules && CelSchemas.FromOpenApi(schema.Source, isRoot) is { } type ? new(schema, type, isRoot) : null;
}
