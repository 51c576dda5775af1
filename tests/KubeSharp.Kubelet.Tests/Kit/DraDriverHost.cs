using System.Collections.Concurrent;
using Grpc.Core;
using KubeSharp.Kubelet.Dynamic.V1;
using KubeSharp.Kubelet.Plugins.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KubeSharp.Kubelet.Tests.Kit;

/// <summary>A driver of dynamically allocated devices as vendors ship them, on real sockets: it registers with the agent of a node and names the devices of each claim.</summary>
public sealed class DraDriverHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly DraDriverState _state;

    private DraDriverHost(WebApplication application, DraDriverState state) => (_application, _state) = (application, state);

    /// <summary>What was called, in order: prepare or unprepare, and the claim's name.</summary>
    public IReadOnlyList<string> Calls => [.. _state.Calls];

    /// <summary>Starts to serve and shows its socket.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kubeletFolder">The agent's folder.</param>
    /// <param name="devicesOf">The devices of a claim, by namespace and name: request, pool, device, CDI name.</param>
    public static async Task<DraDriverHost> StartAsync(string name, string kubeletFolder, Func<string, string, Task<IReadOnlyList<Device>>> devicesOf)
    {
        var (own, registry) = (Path.Combine(kubeletFolder, "plugins", name), Path.Combine(kubeletFolder, "plugins_registry"));
        Directory.CreateDirectory(own);
        Directory.CreateDirectory(registry);
        var state = new DraDriverState(name, Path.Combine(own, "dra.sock"), devicesOf);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(state);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var socket in new[] { state.Socket, Path.Combine(registry, $"{name}-reg.sock") })
            {
                File.Delete(socket);
                kestrel.ListenUnixSocket(socket, static listen => listen.Protocols = HttpProtocols.Http2);
            }
        });
        var application = builder.Build();
        application.MapGrpcService<RegistrationSide>();
        application.MapGrpcService<NodeSide>();
        await application.StartAsync();
        return new DraDriverHost(application, state);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private sealed record DraDriverState(string Name, string Socket, Func<string, string, Task<IReadOnlyList<Device>>> DevicesOf)
    {
        public ConcurrentQueue<string> Calls { get; } = new();
    }

    private sealed class RegistrationSide(DraDriverState state) : Registration.RegistrationBase
    {
        public override Task<PluginInfo> GetInfo(InfoRequest request, ServerCallContext context) =>
            Task.FromResult(new PluginInfo { Type = "DRAPlugin", Name = state.Name, Endpoint = state.Socket, SupportedVersions = { "v1.DRAPlugin" } });

        public override Task<RegistrationStatusResponse> NotifyRegistrationStatus(RegistrationStatus request, ServerCallContext context) => Task.FromResult(new RegistrationStatusResponse());
    }

    private sealed class NodeSide(DraDriverState state) : DRAPlugin.DRAPluginBase
    {
        public override async Task<NodePrepareResourcesResponse> NodePrepareResources(NodePrepareResourcesRequest request, ServerCallContext context)
        {
            var answer = new NodePrepareResourcesResponse();
            foreach (var claim in request.Claims)
            {
                state.Calls.Enqueue($"prepare {claim.Name}");
                var prepared = new NodePrepareResourceResponse();
                prepared.Devices.Add(await state.DevicesOf(claim.Namespace, claim.Name));
                answer.Claims[claim.Uid] = prepared;
            }
            return answer;
        }

        public override Task<NodeUnprepareResourcesResponse> NodeUnprepareResources(NodeUnprepareResourcesRequest request, ServerCallContext context)
        {
            var answer = new NodeUnprepareResourcesResponse();
            foreach (var claim in request.Claims)
            {
                state.Calls.Enqueue($"unprepare {claim.Name}");
                answer.Claims[claim.Uid] = new NodeUnprepareResourceResponse();
            }
            return Task.FromResult(answer);
        }
    }
}
