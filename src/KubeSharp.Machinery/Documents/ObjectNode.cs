using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>Fields in the order they were written. Lookup is linear up to <see cref="IndexedFrom"/> fields, by index above.</summary>
public sealed class ObjectNode : Node, IReadOnlyCollection<KeyValuePair<string, Node>>
{
    /// <summary>From this many fields on a dictionary is kept beside the list.</summary>
    public const int IndexedFrom = 12;

    private readonly KeyValuePair<string, Node>[] _fields;
    private Dictionary<string, int>? _index;

    private ObjectNode(KeyValuePair<string, Node>[] fields, Dictionary<string, int>? index = null) => (_fields, _index) = (fields, index);

    /// <summary>No fields.</summary>
    public static ObjectNode Empty { get; } = new([]);

    /// <summary>An object of these fields; of duplicates the last counts.</summary>
    public static ObjectNode Of(params ReadOnlySpan<(string Name, Node? Value)> fields)
    {
        var builder = new Builder();
        foreach (var (name, value) in fields)
        {
            if (value is not null) { builder.Set(name, value); }
        }
        return builder.ToNode();
    }

    /// <inheritdoc/>
    public override string Kind => "object";

    /// <summary>Number of fields.</summary>
    public int Count => _fields.Length;

    /// <summary>The fields in order, without copying.</summary>
    public ReadOnlySpan<KeyValuePair<string, Node>> Fields => _fields;

    /// <summary>The field's value, or null where there is none.</summary>
    public Node? this[string name] => IndexOf(name) is var i and >= 0 ? _fields[i].Value : null;

    /// <summary>Whether the field is there (its value may be JSON null).</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Node? value) => (value = this[name]) is not null;

    /// <summary>A copy in which the field has the value: in its old place, or last.</summary>
    public ObjectNode Set(string name, Node value)
    {
        var i = IndexOf(name);
        if (i >= 0)
        {
            if (ReferenceEquals(_fields[i].Value, value)) { return this; }
            var changed = _fields.ToArray();
            changed[i] = new(name, value);
            return new ObjectNode(changed, _index);
        }
        return new ObjectNode([.. _fields, new(name, value)]);
    }

    /// <summary>An object of these fields, each name once; the array is its own from now on.</summary>
    internal static ObjectNode Owning(KeyValuePair<string, Node>[] fields, Dictionary<string, int>? index) => fields.Length == 0 ? Empty : new(fields, index);

    /// <summary>A copy with fields that it does not have yet, at the end.</summary>
    internal ObjectNode Append(List<KeyValuePair<string, Node>> fields) => new([.. _fields, .. fields]);

    /// <summary>A copy without the field; this object itself where it has none.</summary>
    public ObjectNode Remove(string name)
    {
        var i = IndexOf(name);
        return i < 0 ? this : _fields.Length == 1 ? Empty : new ObjectNode([.. _fields[..i], .. _fields[(i + 1)..]]);
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in _fields)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override bool Equals(Node? other)
    {
        if (ReferenceEquals(this, other)) { return true; }
        if (other is not ObjectNode node || node._fields.Length != _fields.Length) { return false; }
        for (var i = 0; i < _fields.Length; i++)
        {
            var (name, value) = _fields[i];
            var theirs = node._fields[i].Key == name ? node._fields[i].Value : node[name];
            if (theirs is null || !value.Equals(theirs)) { return false; }
        }
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = _fields.Length;
        foreach (var (name, value) in _fields) { hash ^= HashCode.Combine(name, value); }
        return hash;
    }

    /// <summary>The fields in order.</summary>
    public IEnumerator<KeyValuePair<string, Node>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, Node>>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The place of the name among few fields; -1: it is none of theirs.</summary>
    internal static int Scan(ReadOnlySpan<KeyValuePair<string, Node>> fields, string name)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Key == name) { return i; }
        }
        return -1;
    }

    /// <summary>The places of many fields by name.</summary>
    internal static Dictionary<string, int> Indexed(ReadOnlySpan<KeyValuePair<string, Node>> fields)
    {
        var index = new Dictionary<string, int>(fields.Length, StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++) { index[fields[i].Key] = i; }
        return index;
    }

    private int IndexOf(string name) => _fields.Length < IndexedFrom ? Scan(_fields, name) : (_index ??= Indexed(_fields)).GetValueOrDefault(name, -1);

    /// <summary>Collects fields; the last value of a name counts, in the place of the first.</summary>
    public sealed class Builder
    {
        private readonly List<KeyValuePair<string, Node>> _fields;
        private Dictionary<string, int>? _index;

        /// <summary>Starts empty.</summary>
        public Builder(int capacity = 4) => _fields = new(capacity);

        /// <summary>Number of fields so far.</summary>
        public int Count => _fields.Count;

        /// <summary>Adds or replaces a field.</summary>
        public Builder Set(string name, Node value)
        {
            var i = IndexOf(name);
            if (i >= 0) { _fields[i] = new(name, value); }
            else
            {
                _index?.Add(name, _fields.Count);
                _fields.Add(new(name, value));
            }
            return this;
        }

        /// <summary>Whether a field of the name was added.</summary>
        public bool Contains(string name) => IndexOf(name) >= 0;

        /// <summary>The object made of what was added.</summary>
        public ObjectNode ToNode() => _fields.Count == 0 ? Empty : new ObjectNode([.. _fields], _index);

        private int IndexOf(string name)
        {
            var fields = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_fields);
            return fields.Length < IndexedFrom ? Scan(fields, name) : (_index ??= Indexed(fields)).GetValueOrDefault(name, -1);
        }
    }
}
