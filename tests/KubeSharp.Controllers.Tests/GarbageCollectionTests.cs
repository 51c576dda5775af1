using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using KubeSharp.Api;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.GarbageCollection;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Controllers.Tests;

/// <summary>When the garbage collector looks, by a clock that stands still: no sweep ever comes after the first.</summary>
public sealed class GarbageCollectionTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_a_gone_owner_owned_is_deleted_at_the_event_without_a_sweep()
    {
        var server = new Server("owner", "first", "second");
        using var ending = new CancellationTokenSource();
        var running = new GarbageCollector(server, new FakeTimeProvider(), NullLogger.Instance).RunAsync(ending.Token);
        await server.Watched.Task.WaitAsync(_patience);
        server.End("owner");
        Assert.Equal("first", await server.Deleted.Reader.ReadAsync().AsTask().WaitAsync(_patience));
        server.End("first");
        Assert.Equal("second", await server.Deleted.Reader.ReadAsync().AsTask().WaitAsync(_patience));
        await ending.CancelAsync();
        await running.WaitAsync(_patience);
    }

    [Fact]
    public async Task Many_that_one_owner_owned_ask_for_it_once()
    {
        var server = new Server("owner", "a", "b", "c", "d") { AllOwnedByFirst = true };
        using var ending = new CancellationTokenSource();
        var running = new GarbageCollector(server, new FakeTimeProvider(), NullLogger.Instance).RunAsync(ending.Token);
        await server.Watched.Task.WaitAsync(_patience);
        server.End("owner");
        for (var i = 0; i < 4; i++) { await server.Deleted.Reader.ReadAsync().AsTask().WaitAsync(_patience); }
        Assert.Equal(1, server.Misses);
        await ending.CancelAsync();
        await running.WaitAsync(_patience);
    }

    [Fact]
    public async Task What_another_owns_by_now_stays_and_forgets_the_owner_that_is_gone()
    {
        var server = new Server("owner", "first", "keeper") { AllOwnedByFirst = true, Since = { ["first"] = ["owner", "keeper"], ["keeper"] = [] } };
        using var ending = new CancellationTokenSource();
        var running = new GarbageCollector(server, new FakeTimeProvider(), NullLogger.Instance).RunAsync(ending.Token);
        await server.Watched.Task.WaitAsync(_patience);
        server.End("owner");
        Assert.Equal("first: keeper", await server.Written.Reader.ReadAsync().AsTask().WaitAsync(_patience));
        Assert.False(server.Deleted.Reader.TryRead(out _));
        await ending.CancelAsync();
        await running.WaitAsync(_patience);
    }

    [Fact]
    public void What_is_to_be_tried_again_waits_for_a_sweep()
    {
        var graph = new OwnerGraph();
        graph.Suspect("a");
        Assert.Empty(graph.TakeSuspects(isSweep: false));
        Assert.Equal(["a"], graph.TakeSuspects(isSweep: true));
        Assert.Empty(graph.TakeSuspects(isSweep: true));
    }

    // Config maps in a chain: each is owned by the one before it.
    private sealed class Server(params string[] names) : IApiClient
    {
        private readonly Channel<(string, Node)> _events = Channel.CreateUnbounded<(string, Node)>();
        private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);
        private int _misses;

        public bool AllOwnedByFirst { get; init; }

        /// <summary>Owners that an object has by now; no event has told of them.</summary>
        public Dictionary<string, string[]> Since { get; } = new(StringComparer.Ordinal);

        public Channel<string> Written { get; } = Channel.CreateUnbounded<string>();

        public TaskCompletionSource Watched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Channel<string> Deleted { get; } = Channel.CreateUnbounded<string>();

        public int Misses => _misses;

        public Uri BaseAddress => new("http://test");

        public void End(string name)
        {
            _gone[name] = true;
            _events.Writer.TryWrite(("DELETED", Of(name)));
        }

        public Task<Node> RequestAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellation)
        {
            if (path == "/apis") { return Answer("""{"groups":[]}"""); }
            if (path == "/api/v1") { return Answer("""{"resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["delete","get","list","watch"]}]}"""); }
            var name = path[(path.LastIndexOf('/') + 1)..];
            if (method == HttpMethod.Delete)
            {
                Deleted.Writer.TryWrite(name);
                return Answer("{}");
            }
            if (method == HttpMethod.Put)
            {
                Written.Writer.TryWrite($"{name}: {string.Join(' ', ((ArrayNode)Node.Parse(body.Span).At("metadata", "ownerReferences")!).Select(static o => o.TextAt("uid")))}");
                return Answer("{}");
            }
            if (!_gone.ContainsKey(name)) { return Task.FromResult(Of(name, Since.GetValueOrDefault(name))); }
            Interlocked.Increment(ref _misses);
            throw StatusException.NotFound("", "configmaps", name);
        }

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(ObjectNode.Of(("metadata", ObjectNode.Of(("resourceVersion", "1"))), ("items", new ArrayNode([.. names.Select(Of)]))).ToUtf8().ToArray()),
        });

        public IAsyncEnumerable<(string Type, Node Object)> WatchRawAsync(string path, CancellationToken cancellation)
        {
            Watched.TrySetResult();
            return _events.Reader.ReadAllAsync(cancellation);
        }

        public Task<T> GetAsync<T>(string? ns, string name, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public Task<ApiListOf<T>> ListAsync<T>(string? ns, ListOptions options, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public Task<T> CreateAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public Task<T> UpdateAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public Task<T> UpdateStatusAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public Task<T> PatchAsync<T>(string? ns, string name, PatchKind kind, ReadOnlyMemory<byte> body, string subresource, PatchOptions options, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public Task DeleteAsync<T>(string? ns, string name, DeleteOptions options, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, ListOptions options, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        public Task<Node> CreateSubresourceAsync<T>(string? ns, string name, string subresource, IApiObject body, CancellationToken cancellation) where T : IApiObject<T> => throw new NotSupportedException();

        private static Task<Node> Answer(string json) => Task.FromResult(Node.Parse(System.Text.Encoding.UTF8.GetBytes(json)));

        private Node Of(string name) => Of(name, null);

        private Node Of(string name, string[]? owners)
        {
            var index = Array.IndexOf(names, name);
            owners ??= index > 0 ? [names[AllOwnedByFirst ? 0 : index - 1]] : [];
            return ObjectNode.Of(("metadata", ObjectNode.Of(("name", name), ("namespace", "n"), ("uid", name), ("resourceVersion", "1"),
                ("ownerReferences", new ArrayNode([.. owners.Select(static o => (Node)ObjectNode.Of(("apiVersion", "v1"), ("kind", "ConfigMap"), ("name", o), ("uid", o)))])))));
        }
    }
}
