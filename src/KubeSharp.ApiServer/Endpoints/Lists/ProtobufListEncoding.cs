using KubeSharp.Api;
using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>A list in protobuf. The envelope tells the length of what is in it, so that the items are gone through twice.</summary>
internal sealed class ProtobufListEncoding(ResourceDefinition definition, ApiResource version, ObjectNode metadata) : IListEncoding
{
    private static readonly ListMark _tail = new(ProtobufWriter.EnvelopeTail);

    /// <inheritdoc/>
    public ListMark? Separator => null;

    /// <inheritdoc/>
    public ListMark Tail => _tail;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Head(IEnumerable<CachedObject> items)
    {
        var head = ProtobufWriter.ListMetadata(metadata);
        var length = head.Length;
        foreach (var item in items)
        {
            var message = Message(item);
            length += ProtobufWriter.ItemHead(message.Length).Length + message.Length;
        }
        return (byte[])[.. ProtobufWriter.EnvelopeHead(version.GroupVersion, version.Kind + "List", length), .. head];
    }

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Item(CachedObject item)
    {
        var message = Message(item);
        return [ProtobufWriter.ItemHead(message.Length), message];
    }

    private ReadOnlyMemory<byte> Message(CachedObject item) => ObjectForms.Message(definition, version, item);
}
