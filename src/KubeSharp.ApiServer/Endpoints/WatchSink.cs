using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Writes a watch's events to the response in the form and encoding asked for: a line of JSON an event, or a frame of protobuf.</summary>
internal sealed class WatchSink(IWatchStream stream, RequestScope scope, ResourceDefinition definition, ApiResource version, MediaType media, WatchMetrics metrics, TimeProvider time)
{
    private const int FlushBytes = 128 * 1024;
    // Each piece costs as much as copying some thousand bytes; one that is larger than a block of the server's would need memory of its own.
    private const int PieceBytesMax = 4096;
    private static readonly FrozenDictionary<string, byte[]> _heads = new[] { "ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR" }.ToFrozenDictionary(static t => t, static t => Encoding.ASCII.GetBytes($"{{\"type\":\"{t}\",\"object\":"));
    private readonly IBufferWriter<byte> _writer = stream.Writer;
    private readonly string _includeObject = scope.Query("includeObject");
    private bool _hasHeadings;
    private int _unflushed;

    /// <summary>An event about an object.</summary>
    public async ValueTask WriteAsync(string type, CachedObject value, CancellationToken cancellation)
    {
        if (media.Form == AnswerForm.Table) { Write(type, Table(value.Tree)); }
        else if (media is { Encoding: AnswerEncoding.Protobuf, Form: AnswerForm.Object }) { WriteMessage(type, ObjectForms.Message(definition, version, value).Span); }
        else { Write(type, ObjectForms.Encode(definition, version, media, _includeObject, value, time.GetUtcNow()).Span); }
        if (_unflushed >= FlushBytes) { await FlushAsync(cancellation).ConfigureAwait(false); }
    }

    /// <summary>How far the watch has come.</summary>
    public void Bookmark(long revision, bool isInitialEnd)
    {
        var annotations = isInitialEnd ? ObjectNode.Of(("k8s.io/initial-events-end", "true")) : null;
        var value = ObjectNode.Of(("kind", version.Kind), ("apiVersion", version.GroupVersion),
            ("metadata", ObjectNode.Of(("resourceVersion", revision.ToString(CultureInfo.InvariantCulture)), ("creationTimestamp", NullNode.Instance), ("annotations", annotations))));
        if (media.Form == AnswerForm.Table) { Write("BOOKMARK", Table(value)); }
        else { Write("BOOKMARK", media.Form == AnswerForm.Metadata ? ObjectForms.PartialMetadata(value) : value); }
    }

    /// <summary>What ends the watch.</summary>
    public void Error(Status status) => Write("ERROR", status.ToNode());

    /// <summary>Sends what is written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        _unflushed = 0;
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private void Write(string type, ObjectNode value) => Write(type, media.Encoding == AnswerEncoding.Protobuf ? ProtobufWriter.Object(value) : value.ToUtf8());

    // Compat: the headings stand in the first event only.
    private ObjectNode Table(ObjectNode value)
    {
        var table = TableWriter.Write(definition, [value], v => ObjectForms.Convert(definition, version, v), _includeObject, ObjectNode.Of(("resourceVersion", value.At("metadata", "resourceVersion"))), time.GetUtcNow());
        if (_hasHeadings) { return table.Set("columnDefinitions", NullNode.Instance); }
        _hasHeadings = true;
        return table;
    }

    private void Write(string type, ReadOnlySpan<byte> value)
    {
        _unflushed += value.Length;
        metrics.Sent(version, value.Length);
        if (media.Encoding == AnswerEncoding.Protobuf) { Write(ProtobufWriter.WatchHead(type, value.Length), value, []); }
        else { Write(_heads[type], value, "}\n"u8); }
    }

    private void WriteMessage(string type, ReadOnlySpan<byte> message)
    {
        _unflushed += message.Length;
        metrics.Sent(version, message.Length);
        var head = ProtobufWriter.EnvelopeHead(version.GroupVersion, version.Kind, message.Length);
        var tail = ProtobufWriter.EnvelopeTail.Span;
        Write([.. ProtobufWriter.WatchHead(type, head.Length + message.Length + tail.Length), .. head], message, tail);
    }

    private void Write(ReadOnlySpan<byte> head, ReadOnlySpan<byte> value, ReadOnlySpan<byte> tail)
    {
        var length = head.Length + value.Length + tail.Length;
        if (length <= PieceBytesMax)
        {
            var piece = _writer.GetSpan(length);
            head.CopyTo(piece);
            value.CopyTo(piece[head.Length..]);
            tail.CopyTo(piece[(head.Length + value.Length)..]);
            _writer.Advance(length);
        }
        else
        {
            _writer.Write(head);
            _writer.Write(value);
            _writer.Write(tail);
        }
        stream.EndEvent();
    }
}
