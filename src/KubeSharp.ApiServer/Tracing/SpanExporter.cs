using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.ApiServer.Tracing.Wire;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.ApiServer.Tracing;

/// <summary>Sends spans to a collector by OTLP over gRPC, in batches. What the collector does not take, or comes too fast, is dropped: work never waits. Source: OpenTelemetry Protocol Specification.</summary>
public sealed class SpanExporter : IAsyncDisposable
{
    private const int WaitingMax = 2048, BatchMax = 512;
    private static readonly TimeSpan _batchWait = TimeSpan.FromSeconds(1), _callMax = TimeSpan.FromSeconds(10), _endMax = TimeSpan.FromSeconds(2);
    private readonly Channel<Span> _waiting = Channel.CreateBounded<Span>(new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly GrpcChannel _channel;
    private readonly TraceService.TraceServiceClient _client;
    private readonly Resource _resource;
    private readonly TimeProvider _time;
    private readonly Task _sending;

    /// <summary>Begins to send what it is given.</summary>
    /// <param name="endpoint">Host and port of the collector.</param>
    /// <param name="service">Who sends them.</param>
    /// <param name="instance">Its name among its like.</param>
    /// <param name="time">The clock.</param>
    public SpanExporter(string endpoint, string service, string instance, TimeProvider time)
    {
        _time = time;
        _channel = GrpcChannel.ForAddress("http://" + endpoint);
        _client = new(_channel);
        _resource = new Resource { Attributes = { Pair("service.name", service), Pair("service.instance.id", instance) } };
        _sending = SendAllAsync();
    }

    /// <summary>Takes a span that is over; never waits.</summary>
    public void Take(Span span) => _waiting.Writer.TryWrite(span);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        // What is left is sent if that is a matter of a moment.
        try { await _sending.WaitAsync(_endMax, _time).ConfigureAwait(false); }
        catch (TimeoutException) { }
        _channel.Dispose();
    }

    private async Task SendAllAsync()
    {
        var batch = new List<Span>(BatchMax);
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var due = Task.Delay(_batchWait, _time);
            while (batch.Count < BatchMax && (_waiting.Reader.TryRead(out var span) || await MoreAsync(due).ConfigureAwait(false)))
            {
                if (span is not null) { batch.Add(span); }
            }
            if (batch.Count > 0) { await SendAsync(batch).ConfigureAwait(false); }
            batch.Clear();
        }
    }

    // False: the batch has waited long enough, or nothing comes any more.
    private async Task<bool> MoreAsync(Task due)
    {
        var more = _waiting.Reader.WaitToReadAsync().AsTask();
        return await Task.WhenAny(more, due).ConfigureAwait(false) == more && await more.ConfigureAwait(false);
    }

    private async Task SendAsync(List<Span> batch)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "KubeSharp" } };
        scope.Spans.AddRange(batch.Select(Message));
        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = _resource, ScopeSpans = { scope } } } };
        try { await _client.ExportAsync(request, new CallOptions(deadline: _time.GetUtcNow().UtcDateTime + _callMax)).ResponseAsync.ConfigureAwait(false); }
        // A collector that is away costs traces, and nothing else.
        catch (RpcException) { }
        catch (ObjectDisposedException) { }
    }

    private static SpanMessage Message(Span span)
    {
        var message = new SpanMessage
        {
            TraceId = Bytes(span.Context.Trace),
            SpanId = Bytes(span.Context.Span),
            ParentSpanId = Bytes(span.Parent),
            Name = span.Name,
            Kind = (int)span.Kind,
            StartTimeUnixNano = Nanoseconds(span.Start),
            EndTimeUnixNano = Nanoseconds(span.End),
        };
        if (span.Error is { } error) { message.Status = new StatusMessage { Code = 2, Message = error }; }
        if (span.Link is { } link) { message.Links.Add(new LinkMessage { TraceId = Bytes(link.Trace), SpanId = Bytes(link.Span) }); }
        message.Attributes.AddRange(span.Attributes.OrderBy(static a => a.Key, StringComparer.Ordinal).Select(static a => Pair(a.Key, a.Value)));
        return message;
    }

    private static ByteString Bytes(string hexadecimal) => ByteString.CopyFrom(Convert.FromHexString(hexadecimal));

    private static ulong Nanoseconds(DateTimeOffset at) => (ulong)(at - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static KeyValue Pair(string key, object value) => new()
    {
        Key = key,
        Value = value switch
        {
            bool yes => new AnyValue { BoolValue = yes },
            int whole => new AnyValue { IntValue = whole },
            long whole => new AnyValue { IntValue = whole },
            _ => new AnyValue { StringValue = value.ToString() },
        },
    };
}
