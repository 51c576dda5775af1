using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api.Protobuf;

/// <summary>What the field numbers of a message mean: a field of the type, or an embedded message whose fields JSON shows as the type's own.</summary>
internal sealed class ProtobufShape
{
    private static readonly ConcurrentDictionary<string, ProtobufShape> _shapes = new(StringComparer.Ordinal);
    private static readonly Lazy<FrozenDictionary<string, string>> _differences = new(static () => ProtobufLayout.Text.Split('\n')
        .Select(static l => l.Split(' ', 2)).ToFrozenDictionary(static p => p[0], static p => p[1], StringComparer.Ordinal));

    /// <summary>By field number.</summary>
    public Dictionary<int, Entry> Entries { get; } = [];

    /// <summary>The entries, the highest number first.</summary>
    public (int Number, Entry Entry)[] Descending => field ??= [.. Entries.OrderByDescending(static e => e.Key).Select(static e => (e.Key, e.Value))];

    /// <summary>The shape of an object type.</summary>
    public static ProtobufShape Of(Schema schema) => _shapes.GetOrAdd(schema.Name, static (_, s) => Make(s), schema);

    private static ProtobufShape Make(Schema schema)
    {
        var differences = _differences.Value.GetValueOrDefault(schema.Name, "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static d => d.Split(':')).ToDictionary(static d => d[0].TrimEnd('!'), static d => (IsAlways: d[0].EndsWith('!'), Path: d.Length == 2 ? d[1] : ""));
        var shape = new ProtobufShape();
        foreach (var field in schema.Fields)
        {
            var (isAlways, text) = differences.GetValueOrDefault(field.Name, (false, ""));
            int[] path = text.Length > 0 ? [.. text.Split('.').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))] : [field.ProtoNumber];
            if (path[^1] > 0) { shape.Add(path, new Entry(field, null) { Union = ProtobufUnions.Of(schema.Name, field.Name), Zero = isAlways || IsAlways(field) ? ProtobufWriter.Zero(path[^1], field.Type) : null }); }
        }
        return shape;
    }

    // Upstream holds it by value and not behind a pointer.
    private static bool IsAlways(FieldSchema field) => field.Type.Kind switch
    {
        SchemaKind.String or SchemaKind.Integer or SchemaKind.Number or SchemaKind.Boolean => !field.KeepsZero,
        SchemaKind.Object => field.Default is not null,
        SchemaKind.Time or SchemaKind.MicroTime => field.IsNullIfNone,
        _ => false,
    };

    private void Add(ReadOnlySpan<int> path, Entry entry)
    {
        if (path.Length == 1)
        {
            Entries[path[0]] = entry;
            return;
        }
        if (!Entries.TryGetValue(path[0], out var outer)) { Entries[path[0]] = outer = new Entry(null, new ProtobufShape()); }
        outer.Embedded!.Add(path[1..], entry);
    }

    /// <param name="Field">The field; null for an embedded message.</param>
    /// <param name="Embedded">The embedded message.</param>
    internal sealed record Entry(FieldSchema? Field, ProtobufShape? Embedded)
    {
        /// <summary>It is one of JSON schema's either-or values, or a map of them.</summary>
        public ProtobufUnion Union { get; init; }
        /// <summary>What is written where the field is not there: its zero; null: nothing.</summary>
        public byte[]? Zero { get; init; }
    }
}
