using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>A list in JSON: stored bytes are handed on as they are where they are of the version asked for.</summary>
internal sealed class JsonListEncoding(ResourceDefinition definition, ApiResource version, ObjectNode metadata) : IListEncoding
{
    private static readonly byte[] _open = "{"u8.ToArray();
    private static readonly ListMark _separator = new(","u8.ToArray()), _tail = new("]}\n"u8.ToArray());

    // Compat: items of built-in kinds do not say their kind, as the list says it; those of custom resources do.
    private readonly byte[] _kind = ProtobufKinds.Schema(version.GroupVersion, version.Kind) is null ? [] : Encoding.UTF8.GetBytes($"\"kind\":\"{version.Kind}\",\"apiVersion\":\"{version.GroupVersion}\",");

    /// <inheritdoc/>
    public ListMark? Separator => _separator;

    /// <inheritdoc/>
    public ListMark Tail => _tail;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Head(IEnumerable<CachedObject> items) =>
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{version.ListKind}\",\"apiVersion\":\"{version.GroupVersion}\",\"metadata\":{metadata},\"items\":[");

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Item(CachedObject item)
    {
        var fields = (ObjectForms.IsStorage(definition, version) ? item.Utf8 : ObjectForms.Convert(definition, version, item.Tree).ToUtf8())[1..];
        return [_open, fields.Span.StartsWith(_kind) ? fields[_kind.Length..] : fields];
    }
}
