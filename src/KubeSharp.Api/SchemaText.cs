using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api;

/// <summary>Reads the compact lines in which the generator writes a schema.</summary>
internal static class SchemaText
{
    private static readonly Schema _string = new(SchemaKind.String), _boolean = new(SchemaKind.Boolean),
        _int32 = new(SchemaKind.Integer) { Format = "int32" }, _int64 = new(SchemaKind.Integer) { Format = "int64" },
        _number = new(SchemaKind.Number) { Format = "double" }, _bytes = new(SchemaKind.Bytes) { Format = "byte" },
        _time = new(SchemaKind.Time, "io.k8s.apimachinery.pkg.apis.meta.v1.Time") { Format = "date-time" },
        _microTime = new(SchemaKind.MicroTime, "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime") { Format = "date-time" },
        _quantity = new(SchemaKind.Quantity, "io.k8s.apimachinery.pkg.api.resource.Quantity"),
        _intOrString = new(SchemaKind.IntOrString, "io.k8s.apimachinery.pkg.util.intstr.IntOrString") { Format = "int-or-string" };

    /// <summary>The schema of a type; its fields are parsed when they are first looked at.</summary>
    public static Schema Parse(string name, string text)
    {
        var lines = text.Split('\n');
        return new Schema(SchemaKind.Object, name, () => [.. lines.Skip(1).Select(Field)])
        {
            MapType = lines[0] == "!atomic" ? MapType.Atomic : MapType.Granular,
        };
    }

    private static FieldSchema Field(string line)
    {
        var parts = line.Split('\t');
        var flags = parts.AsSpan(3);
        var code = parts[1];
        var patch = Flag(flags, 'p').Split(',');
        var defaultText = Flag(flags, 'd');
        return new FieldSchema(parts[0], () => Type(code))
        {
            ProtoNumber = int.Parse(parts[2], CultureInfo.InvariantCulture),
            IsRequired = HasFlag(flags, "r"),
            KeepsZero = HasFlag(flags, "z"),
            IsNullIfNone = HasFlag(flags, "n"),
            ListType = Flag(flags, 'l') switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic },
            ListKeys = Flag(flags, 'k') is { Length: > 0 } keys ? [.. keys.Split(',')] : [],
            MapType = Flag(flags, 'm') switch { "atomic" => MapType.Atomic, "granular" => MapType.Granular, _ => null },
            PatchMerges = patch.Contains("merge"),
            PatchRetainsKeys = patch.Contains("retainKeys"),
            PatchReplaces = patch.Contains("replace"),
            MergeKey = Flag(flags, 'g'),
            Default = defaultText.Length > 0 ? Machinery.Documents.Node.Parse(defaultText) : null,
            Enum = Flag(flags, 'e') is { Length: > 0 } values ? [.. values.Split('|')] : [],
        };
    }

    private static bool HasFlag(ReadOnlySpan<string> flags, string flag) => flags.Contains(flag);

    private static string Flag(ReadOnlySpan<string> flags, char letter)
    {
        foreach (var flag in flags)
        {
            if (flag.Length > 1 && flag[0] == letter) { return flag[1..]; }
        }
        return "";
    }

    private static Schema Type(string code) => code[0] switch
    {
        's' => _string,
        'b' => _boolean,
        'i' => _int32,
        'l' => _int64,
        'd' => _number,
        'y' => _bytes,
        't' => _time,
        'T' => _microTime,
        'q' => _quantity,
        'x' => _intOrString,
        'a' => Schema.Any,
        '[' => new Schema(SchemaKind.List) { Items = Type(code[1..]) },
        '{' => new Schema(SchemaKind.Map) { Items = Type(code[1..]) },
        _ => ApiSchemas.Get(code[1..]),
    };
}
