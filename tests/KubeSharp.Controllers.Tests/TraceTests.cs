using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Client.Events;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Machinery.Tracing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Controllers.Tests;

/// <summary>What of the controllers' work is recorded.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task Each_pass_over_an_object_is_a_span_that_names_it_and_what_went_wrong()
    {
        var taken = new ConcurrentQueue<Span>();
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://192.0.2.1") }, TimeProvider.System);
        var informers = new InformerFactory(client, TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var controller = new Counting();
        var loop = new ControllerLoop(controller, new ActionContext(client, informers, new EventRecorder(client, "test", "", TimeProvider.System)), TimeProvider.System, NullLogger.Instance)
        {
            Tracer = new Tracer(new TracingConfiguration("", 1_000_000), taken.Enqueue, TimeProvider.System, new Random(1)),
        };
        loop.Follow();
        var running = loop.RunAsync(stop.Token);
        while (taken.Count < 2 && !stop.IsCancellationRequested) { await Task.Delay(5, stop.Token); }
        await stop.CancelAsync();
        await running;
        var spans = taken.Take(2).OrderBy(static s => s.Start).ToArray();
        Assert.All(spans, static s => Assert.Equal("counting-controller", s.Name));
        Assert.Contains(new KeyValuePair<string, object>("key", "ns/one"), spans[0].Attributes);
        Assert.Equal(["refused", null], spans.Select(static s => s.Error));
    }

    private sealed class Counting : IController
    {
        private int _passes;

        public string Name => "counting-controller";

        public ImmutableArray<string> Watches => [];

        public ImmutableArray<string> Writes => [];

        public void Follow(InformerFactory informers, Action<ObjectKey> enqueue) => enqueue(new ObjectKey("ns", "one"));

        public Plan Reconcile(ObjectKey key, DateTimeOffset now) => Interlocked.Increment(ref _passes) > 1 ? Plan.Nothing : throw new StatusException(new Machinery.Statuses.Status(409, StatusReason.Conflict, "refused"));
    }
}
