using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Machinery.Expressions;

/// <summary>
/// A type of the expression language, and what a schema adds to it: how large its values may be and what equality means.
/// Two types are equal when kind, name and parameters are; sizes do not count.
/// </summary>
public sealed class CelType : IEquatable<CelType>
{
    private readonly Lazy<ImmutableDictionary<string, CelField>>? _fields;

    private CelType(CelKind kind, string name, ImmutableArray<CelType> parameters, Func<IEnumerable<CelField>>? fields = null)
    {
        (Kind, Name, Parameters) = (kind, name, parameters);
        if (fields is not null) { _fields = new(() => fields().ToImmutableDictionary(static f => f.Name, StringComparer.Ordinal)); }
    }

    /// <summary>Its kind.</summary>
    public CelKind Kind { get; private init; }
    /// <summary>Its name: of objects and opaque types their own, else the language's.</summary>
    public string Name { get; private init; }
    /// <summary>The item's type; key's and value's; what a type or optional is of.</summary>
    public ImmutableArray<CelType> Parameters { get; private init; }
    /// <summary>Most bytes of a text, items of a list, entries of a map; null: unbounded.</summary>
    public long? SizeMax { get; init; }
    /// <summary>Fewest bytes a value takes in JSON.</summary>
    public long JsonBytesMin { get; init; } = 1;
    /// <summary>Of a list: what equality means.</summary>
    public CelListKind ListKind { get; init; }
    /// <summary>Of a list that is a map: the JSON names of the fields that identify an item.</summary>
    public ImmutableArray<string> ListKeys { get; init; } = [];

    /// <summary>Anything.</summary>
    public static CelType Dyn { get; } = new(CelKind.Dyn, "dyn", []);
    /// <summary>null.</summary>
    public static CelType Null { get; } = new(CelKind.Null, "null_type", []);
    /// <summary>Truth values.</summary>
    public static CelType Bool { get; } = new(CelKind.Bool, "bool", []) { JsonBytesMin = 4 };
    /// <summary>Signed whole numbers.</summary>
    public static CelType Int { get; } = new(CelKind.Int, "int", []);
    /// <summary>Unsigned whole numbers.</summary>
    public static CelType UInt { get; } = new(CelKind.UInt, "uint", []);
    /// <summary>Doubles.</summary>
    public static CelType Double { get; } = new(CelKind.Double, "double", []);
    /// <summary>Text.</summary>
    public static CelType String { get; } = new(CelKind.String, "string", []) { JsonBytesMin = 2 };
    /// <summary>Bytes.</summary>
    public static CelType Bytes { get; } = new(CelKind.Bytes, "bytes", []) { JsonBytesMin = 2 };
    /// <summary>Moments.</summary>
    public static CelType Timestamp { get; } = new(CelKind.Timestamp, "google.protobuf.Timestamp", []) { JsonBytesMin = 12 };
    /// <summary>Spans of time.</summary>
    public static CelType Duration { get; } = new(CelKind.Duration, "google.protobuf.Duration", []) { JsonBytesMin = 4 };
    /// <summary>A list of anything.</summary>
    public static CelType List { get; } = ListOf(Dyn);
    /// <summary>A map of anything.</summary>
    public static CelType Map { get; } = MapOf(Dyn, Dyn);

    /// <summary>A list.</summary>
    public static CelType ListOf(CelType item) => new(CelKind.List, "list", [item]) { JsonBytesMin = 2 };
    /// <summary>A map.</summary>
    public static CelType MapOf(CelType key, CelType value) => new(CelKind.Map, "map", [key, value]) { JsonBytesMin = 2 };
    /// <summary>A value that may be missing.</summary>
    public static CelType OptionalOf(CelType value) => new(CelKind.Optional, "optional_type", [value]);
    /// <summary>The type of a type.</summary>
    public static CelType TypeOf(CelType type) => new(CelKind.Type, "type", [type]);
    /// <summary>A library's own type.</summary>
    public static CelType Opaque(string name) => new(CelKind.Opaque, name, []);
    /// <summary>A type parameter.</summary>
    public static CelType Parameter(string name) => new(CelKind.Parameter, name, []);
    /// <summary>An object type; <paramref name="fields"/> is called once, when a field is first looked at, so types may be recursive.</summary>
    public static CelType Object(string name, Func<IEnumerable<CelField>> fields) => new(CelKind.Object, name, [], fields) { JsonBytesMin = 2 };

    /// <summary>An object type of which only the name is known: any field may be there, of any type.</summary>
    public static CelType OpenObject(string name) => new(CelKind.Object, name, []);

    /// <summary>The field an expression names so; null where there is none.</summary>
    public CelField? Field(string name)
    {
        if (_fields is not null) { return _fields.Value.GetValueOrDefault(name); }
        return Kind == CelKind.Object ? new CelField(name, CelNames.Unescape(name), Dyn) : null;
    }

    /// <summary>All fields of an object type.</summary>
    public IEnumerable<CelField> Fields => _fields?.Value.Values ?? [];

    /// <summary>The same with bounds of size, bytes, items or entries.</summary>
    public CelType Sized(long? sizeMax, long? jsonBytesMin = null) =>
        Copy(this, sizeMax, jsonBytesMin ?? JsonBytesMin, ListKind, ListKeys);

    /// <summary>The same list with another meaning of equality.</summary>
    public CelType Comparing(CelListKind kind, ImmutableArray<string> keys) => Copy(this, SizeMax, JsonBytesMin, kind, keys);

    /// <summary>The same with other parameters.</summary>
    internal CelType With(ImmutableArray<CelType> parameters) =>
        new(Kind, Name, parameters) { SizeMax = SizeMax, JsonBytesMin = JsonBytesMin, ListKind = ListKind, ListKeys = ListKeys };

    internal CelType Item => Parameters[0];
    internal CelType Key => Parameters[0];
    internal CelType Value => Parameters[^1];

    /// <inheritdoc/>
    public bool Equals(CelType? other)
    {
        if (ReferenceEquals(this, other)) { return true; }
        return other is not null && Kind == other.Kind && Name == other.Name && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CelType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name, Parameters.Length);

    /// <summary>As messages print it: list(int), map(string, dyn).</summary>
    public override string ToString() => Kind switch
    {
        CelKind.Null => "null",
        CelKind.Timestamp => "timestamp",
        CelKind.Duration => "duration",
        _ when Parameters.IsEmpty => Name,
        _ => string.Create(CultureInfo.InvariantCulture, $"{Name}({string.Join(", ", Parameters)})"),
    };

    private static CelType Copy(CelType type, long? sizeMax, long jsonBytesMin, CelListKind kind, ImmutableArray<string> keys)
    {
        Func<IEnumerable<CelField>>? fields = type._fields is null ? null : () => type._fields.Value.Values;
        return new(type.Kind, type.Name, type.Parameters, fields) { SizeMax = sizeMax, JsonBytesMin = jsonBytesMin, ListKind = kind, ListKeys = keys };
    }
}
