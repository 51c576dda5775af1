using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>A stored object as its bytes, with the little that lists, selectors and watches look at beside them.</summary>
public sealed class CachedObject
{
    private readonly WeakReference<ObjectNode> _tree;
    private byte[]? _protobuf;
    private Reading? _reading;

    /// <summary>Of the bytes in the store, read once.</summary>
    public CachedObject(ValueBytes bytes, long revision, ObjectNode tree, string[] fields)
    {
        (Bytes, Revision, Fields) = (bytes, revision, fields);
        Namespace = tree.TextAt("metadata", "namespace") ?? "";
        Name = tree.TextAt("metadata", "name") ?? "";
        Labels = tree.At("metadata", "labels") as ObjectNode;
        _tree = new(tree);
    }

    /// <summary>The same object as other bytes hold it: what it is found by has not changed.</summary>
    public CachedObject(CachedObject same, ReadOnlyMemory<byte> utf8)
    {
        (Bytes, Revision, Namespace, Name, Labels, Fields) = (new(utf8), same.Revision, same.Namespace, same.Name, same.Labels, same.Fields);
        _tree = new(null!);
    }

    /// <summary>The object in the storage version, JSON.</summary>
    public ReadOnlyMemory<byte> Utf8 => Bytes.Whole;
    /// <summary>Its bytes, as the store shares them.</summary>
    public ValueBytes Bytes { get; }
    /// <summary>Its resource version.</summary>
    public long Revision { get; }
    /// <summary>Namespace; empty: cluster-wide.</summary>
    public string Namespace { get; private set; }
    /// <summary>Name.</summary>
    public string Name { get; private set; }
    /// <summary>Labels; null: none.</summary>
    public ObjectNode? Labels { get; private set; }
    /// <summary>The values of the kind's selectable fields, in their order.</summary>
    public string[] Fields { get; private set; }

    /// <summary>Lets go of what is the same in the state before, before anybody else has seen this one: most changes are of a status.</summary>
    public void ShareWith(CachedObject old)
    {
        (Namespace, Name) = (old.Namespace, old.Name);
        if (Labels is not null && Labels.Equals(old.Labels)) { Labels = old.Labels; }
        if (Fields.AsSpan().SequenceEqual(old.Fields)) { Fields = old.Fields; }
    }

    /// <summary>The object in the storage version as a protobuf message of the schema; made when it is first asked for, and kept.</summary>
    public ReadOnlyMemory<byte> Protobuf(Schema schema) => _protobuf ??= ProtobufWriter.Message(Tree, schema);
    /// <summary>It as the definition reads it, where it was read by it before; null: it was not.</summary>
    public CachedObject? ReadBy(ResourceDefinition definition) => Volatile.Read(ref _reading) is { } reading && ReferenceEquals(reading.By, definition) ? reading.Value : null;

    /// <summary>Keeps what the definition reads it as, in the place of what another did.</summary>
    public CachedObject Keep(ResourceDefinition definition, CachedObject value)
    {
        Volatile.Write(ref _reading, new Reading(definition, value));
        return value;
    }

    /// <summary>The object as a tree; read again from the bytes where it was let go.</summary>
    public ObjectNode Tree
    {
        get
        {
            if (_tree.TryGetTarget(out var tree)) { return tree; }
            tree = (ObjectNode)Node.Parse(Utf8.Span);
            _tree.SetTarget(tree);
            return tree;
        }
    }

    private sealed record Reading(ResourceDefinition By, CachedObject Value);
}
