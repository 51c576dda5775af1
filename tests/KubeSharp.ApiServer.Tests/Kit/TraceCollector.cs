using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using KubeSharp.ApiServer.Tracing.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>A collector of traces that speaks OTLP over gRPC on loopback and keeps what it is sent.</summary>
public sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Service _service;

    private TraceCollector(WebApplication web, Service service) => (_web, _service) = (web, service);

    /// <summary>Host and port.</summary>
    public string Endpoint => new Uri(_web.Urls.First()).Authority;

    internal IEnumerable<SpanMessage> Spans => _service.Spans;

    internal IEnumerable<string> Resources => _service.Resources;

    public static async Task<TraceCollector> StartAsync()
    {
        var service = new Service();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        builder.WebHost.ConfigureKestrel(static k => k.Listen(IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http2));
        var web = builder.Build();
        web.MapGrpcService<Service>();
        await web.StartAsync();
        return new TraceCollector(web, service);
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    internal sealed class Service : TraceService.TraceServiceBase
    {
        public ConcurrentQueue<SpanMessage> Spans { get; } = new();

        public ConcurrentQueue<string> Resources { get; } = new();

        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceSpans)
            {
                foreach (var attribute in resource.Resource.Attributes) { Resources.Enqueue($"{attribute.Key}={attribute.Value.StringValue}"); }
                foreach (var span in resource.ScopeSpans.SelectMany(static s => s.Spans)) { Spans.Enqueue(span); }
            }
            return Task.FromResult(new ExportTraceServiceResponse());
        }
    }
}
