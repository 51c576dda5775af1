using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>What a schema demands of a value beside its type. Source: JSON Schema validation, as OpenAPI 3.0 has it.</summary>
public sealed class ValueConstraints
{
    private readonly Lazy<Regex?> _pattern;

    /// <summary>Those of a schema.</summary>
    public ValueConstraints(ObjectNode source, ImmutableArray<string> required)
    {
        Required = required;
        Format = source.TextAt("format") ?? "";
        PatternText = source.TextAt("pattern") ?? "";
        Enum = [.. source["enum"] as ArrayNode ?? ArrayNode.Empty];
        (Minimum, IsMinimumExclusive) = (source["minimum"] as NumberNode, source["exclusiveMinimum"] is BooleanNode { Value: true });
        (Maximum, IsMaximumExclusive) = (source["maximum"] as NumberNode, source["exclusiveMaximum"] is BooleanNode { Value: true });
        MultipleOf = source["multipleOf"] as NumberNode;
        (LengthMin, LengthMax) = (Whole(source, "minLength"), Whole(source, "maxLength"));
        (ItemsMin, ItemsMax) = (Whole(source, "minItems"), Whole(source, "maxItems"));
        (PropertiesMin, PropertiesMax) = (Whole(source, "minProperties"), Whole(source, "maxProperties"));
        (AllOf, AnyOf, OneOf) = (Parts(source, "allOf"), Parts(source, "anyOf"), Parts(source, "oneOf"));
        Not = source["not"] is ObjectNode not ? StructuralSchema.OfPart(not) : null;
        _pattern = new(() => Expressions.Re2.TryCompile(PatternText, out var read, out _) ? read : null);
    }

    /// <summary>Fields that must be there.</summary>
    public ImmutableArray<string> Required { get; }
    /// <summary>Format of a text or number; empty: none.</summary>
    public string Format { get; }
    /// <summary>The pattern as written; empty: none.</summary>
    public string PatternText { get; }
    /// <summary>A text must match it; null: none.</summary>
    public Regex? Pattern => PatternText.Length == 0 ? null : _pattern.Value;
    /// <summary>The only values allowed; empty: any.</summary>
    public ImmutableArray<Node> Enum { get; }
    /// <summary>Least number.</summary>
    public NumberNode? Minimum { get; }
    /// <summary>It must be more than <see cref="Minimum"/>.</summary>
    public bool IsMinimumExclusive { get; }
    /// <summary>Greatest number.</summary>
    public NumberNode? Maximum { get; }
    /// <summary>It must be less than <see cref="Maximum"/>.</summary>
    public bool IsMaximumExclusive { get; }
    /// <summary>The number is a multiple of it.</summary>
    public NumberNode? MultipleOf { get; }
    /// <summary>Fewest characters.</summary>
    public long? LengthMin { get; }
    /// <summary>Most characters.</summary>
    public long? LengthMax { get; }
    /// <summary>Fewest items.</summary>
    public long? ItemsMin { get; }
    /// <summary>Most items.</summary>
    public long? ItemsMax { get; }
    /// <summary>Fewest fields.</summary>
    public long? PropertiesMin { get; }
    /// <summary>Most fields.</summary>
    public long? PropertiesMax { get; }
    /// <summary>All of these hold.</summary>
    public ImmutableArray<StructuralSchema> AllOf { get; }
    /// <summary>One of these at least holds.</summary>
    public ImmutableArray<StructuralSchema> AnyOf { get; }
    /// <summary>Exactly one of these holds.</summary>
    public ImmutableArray<StructuralSchema> OneOf { get; }
    /// <summary>This does not hold.</summary>
    public StructuralSchema? Not { get; }

    private static long? Whole(ObjectNode source, string field) => source[field] is NumberNode { IsInteger: true } number ? number.Integer : null;

    private static ImmutableArray<StructuralSchema> Parts(ObjectNode source, string field) => [.. (source[field] as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>().Select(StructuralSchema.OfPart)];
}
