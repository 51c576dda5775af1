using System.Collections.Concurrent;
using Grpc.Core;
using KubeSharp.Cri;
using KubeSharp.Cri.V1;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KubeSharp.Kubelet.Tests.Tracing;

/// <summary>What of the agent's work is recorded, and what the runtime is told of it.</summary>
public sealed class TraceTests
{
    private readonly ConcurrentQueue<Span> _taken = new();

    private Tracer Tracer(int samples = 1_000_000) => new(new TracingConfiguration("", samples), _taken.Enqueue, TimeProvider.System, new Random(1));

    [Fact]
    public async Task Each_pass_over_a_pod_is_a_span_under_upstreams_names()
    {
        await using var bench = new PodBench(PodBench.Pod(), tracer: Tracer());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "a running pod");
        bench.Worker.Remove();
        await bench.UntilAsync(() => bench.Running.IsCompleted, "the pod's end");
        Assert.Equal(["syncPod", "syncTerminatedPod", "syncTerminatingPod"], _taken.Select(static s => s.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(_taken, static s =>
        {
            Assert.Equal("", s.Parent);
            Assert.Contains(new KeyValuePair<string, object>("k8s.pod", "ns/pod"), s.Attributes);
            Assert.Contains(new KeyValuePair<string, object>("k8s.pod.uid", "u1"), s.Attributes);
        });
    }

    [Fact]
    public async Task A_call_of_the_runtime_is_part_of_the_pass_that_makes_it_and_the_runtime_is_told()
    {
        await using var host = await RuntimeHost.StartAsync();
        await using var runtime = new CriClient(host.Socket, calls: new CallSpans());
        await runtime.VersionAsync(new VersionRequest());
        Assert.Empty(_taken);
        using (Tracer().Begin("syncPod"))
        {
            await runtime.VersionAsync(new VersionRequest());
            await Assert.ThrowsAsync<CriException>(() => runtime.StatusAsync(new StatusRequest()));
        }
        var pass = Assert.Single(_taken, static s => s.Name == "syncPod");
        var call = Assert.Single(_taken, static s => s.Name == "runtime.v1.RuntimeService/Version");
        Assert.Equal((pass.Context.Trace, pass.Context.Span, SpanKind.Client), (call.Context.Trace, call.Parent, call.Kind));
        Assert.Equal(["", call.Context.ToString()], host.Told);
        Assert.Equal("it is not well", Assert.Single(_taken, static s => s.Name == "runtime.v1.RuntimeService/Status").Error);
    }

    [Fact]
    public async Task What_is_not_sampled_is_not_recorded()
    {
        await using var bench = new PodBench(PodBench.Pod(), tracer: Tracer(samples: 0));
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "a running pod");
        Assert.Empty(_taken);
    }

    private sealed class RuntimeHost : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("cri").FullName;
        private readonly Side _side = new();
        private WebApplication? _web;

        public string Socket => Path.Combine(_folder, "s");

        public IEnumerable<string> Told => _side.Told;

        public static async Task<RuntimeHost> StartAsync()
        {
            var host = new RuntimeHost();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Services.AddGrpc();
            builder.Services.AddSingleton(host._side);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(host.Socket, static listen => listen.Protocols = HttpProtocols.Http2));
            host._web = builder.Build();
            host._web.MapGrpcService<Side>();
            await host._web.StartAsync();
            return host;
        }

        public async ValueTask DisposeAsync()
        {
            await _web!.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    internal sealed class Side : RuntimeService.RuntimeServiceBase
    {
        public ConcurrentQueue<string> Told { get; } = new();

        public override Task<VersionResponse> Version(VersionRequest request, ServerCallContext context)
        {
            Told.Enqueue(context.RequestHeaders.GetValue(TraceContext.Header) ?? "");
            return Task.FromResult(new VersionResponse());
        }

        public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) => throw new RpcException(new Grpc.Core.Status(StatusCode.Internal, "it is not well"));
    }
}
