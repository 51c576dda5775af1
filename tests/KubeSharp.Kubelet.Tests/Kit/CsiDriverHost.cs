using System.Collections.Concurrent;
using Grpc.Core;
using KubeSharp.Kubelet.Csi.V1;
using KubeSharp.Kubelet.Plugins.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Capability = KubeSharp.Kubelet.Csi.V1.NodeServiceCapability.Types.RPC.Types.Type;

namespace KubeSharp.Kubelet.Tests.Kit;

/// <summary>
/// A storage driver as vendors ship them, on real sockets: it registers with the agent of a node and keeps each volume in a folder of its own. A
/// mount is a link to that folder, so that it is seen in every mount namespace.
/// </summary>
public sealed class CsiDriverHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CsiDriverState _state;

    private CsiDriverHost(WebApplication application, CsiDriverState state) => (_application, _state) = (application, state);

    /// <summary>What was called, in order: the method and the volume.</summary>
    public IReadOnlyList<string> Calls => [.. _state.Calls];

    /// <summary>The last request of each method.</summary>
    public T Last<T>() where T : class => (T)_state.Last[typeof(T)];

    /// <summary>What the agent said of the registration; null: nothing yet.</summary>
    public RegistrationStatus? Registered => _state.Registered;

    /// <summary>Refuses to take mounts away.</summary>
    public bool IsStuck { set => _state.IsStuck = value; }

    /// <summary>Folder of a volume's contents.</summary>
    public string DataOf(string volume) => _state.DataOf(volume);

    /// <summary>Starts to serve and shows its socket.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kubeletFolder">The agent's folder.</param>
    /// <param name="capabilities">What it can do.</param>
    /// <param name="version">Version of the interface it claims to speak.</param>
    public static async Task<CsiDriverHost> StartAsync(string name, string kubeletFolder, IEnumerable<Capability> capabilities, string version = "1.0.0")
    {
        var (own, registry) = (Path.Combine(kubeletFolder, "plugins", name), Path.Combine(kubeletFolder, "plugins_registry"));
        Directory.CreateDirectory(own);
        Directory.CreateDirectory(registry);
        var state = new CsiDriverState(name, Path.Combine(own, "csi.sock"), Path.Combine(own, "data"), [.. capabilities], version);
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
        return new CsiDriverHost(application, state);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private sealed class CsiDriverState(string name, string socket, string data, Capability[] capabilities, string version)
    {
        public string Name => name;
        public string Socket => socket;
        public Capability[] Capabilities => capabilities;
        public string Version => version;
        public ConcurrentQueue<string> Calls { get; } = new();
        public ConcurrentDictionary<Type, object> Last { get; } = new();
        public RegistrationStatus? Registered { get; set; }
        public bool IsStuck { get; set; }

        public string DataOf(string volume) => Path.Combine(data, volume);

        public void Note(string volume, object request)
        {
            Last[request.GetType()] = request;
            Calls.Enqueue($"{request.GetType().Name.Replace("Request", "", StringComparison.Ordinal)} {volume}".TrimEnd());
        }
    }

    private sealed class RegistrationSide(CsiDriverState state) : Registration.RegistrationBase
    {
        public override Task<PluginInfo> GetInfo(InfoRequest request, ServerCallContext context) =>
            Task.FromResult(new PluginInfo { Type = "CSIPlugin", Name = state.Name, Endpoint = state.Socket, SupportedVersions = { state.Version } });

        public override Task<RegistrationStatusResponse> NotifyRegistrationStatus(RegistrationStatus request, ServerCallContext context)
        {
            state.Registered = request;
            return Task.FromResult(new RegistrationStatusResponse());
        }
    }

    private sealed class NodeSide(CsiDriverState state) : Node.NodeBase
    {
        public override Task<NodeGetInfoResponse> NodeGetInfo(NodeGetInfoRequest request, ServerCallContext context) => Task.FromResult(new NodeGetInfoResponse
        {
            NodeId = $"{state.Name}-here",
            MaxVolumesPerNode = 7,
            AccessibleTopology = new Topology { Segments = { [$"topology.{state.Name}/zone"] = "z1" } },
        });

        public override Task<NodeGetCapabilitiesResponse> NodeGetCapabilities(NodeGetCapabilitiesRequest request, ServerCallContext context)
        {
            var answer = new NodeGetCapabilitiesResponse();
            answer.Capabilities.AddRange(state.Capabilities.Select(static c => new NodeServiceCapability { Rpc = new NodeServiceCapability.Types.RPC { Type = c } }));
            return Task.FromResult(answer);
        }

        public override Task<NodeStageVolumeResponse> NodeStageVolume(NodeStageVolumeRequest request, ServerCallContext context)
        {
            state.Note(request.VolumeId, request);
            return Task.FromResult(new NodeStageVolumeResponse());
        }

        public override Task<NodeUnstageVolumeResponse> NodeUnstageVolume(NodeUnstageVolumeRequest request, ServerCallContext context)
        {
            state.Note(request.VolumeId, request);
            return Task.FromResult(new NodeUnstageVolumeResponse());
        }

        public override Task<NodePublishVolumeResponse> NodePublishVolume(NodePublishVolumeRequest request, ServerCallContext context)
        {
            state.Note(request.VolumeId, request);
            Directory.CreateDirectory(state.DataOf(request.VolumeId));
            if (!Path.Exists(request.TargetPath)) { File.CreateSymbolicLink(request.TargetPath, state.DataOf(request.VolumeId)); }
            return Task.FromResult(new NodePublishVolumeResponse());
        }

        public override Task<NodeUnpublishVolumeResponse> NodeUnpublishVolume(NodeUnpublishVolumeRequest request, ServerCallContext context)
        {
            state.Note(request.VolumeId, request);
            if (state.IsStuck) { throw new RpcException(new Grpc.Core.Status(StatusCode.FailedPrecondition, "device is busy")); }
            File.Delete(request.TargetPath);
            return Task.FromResult(new NodeUnpublishVolumeResponse());
        }

        public override Task<NodeExpandVolumeResponse> NodeExpandVolume(NodeExpandVolumeRequest request, ServerCallContext context)
        {
            state.Note(request.VolumeId, request);
            return Task.FromResult(new NodeExpandVolumeResponse { CapacityBytes = request.CapacityRange.RequiredBytes });
        }

        public override Task<NodeGetVolumeStatsResponse> NodeGetVolumeStats(NodeGetVolumeStatsRequest request, ServerCallContext context) => Task.FromResult(new NodeGetVolumeStatsResponse
        {
            Usage = { new VolumeUsage { Unit = VolumeUsage.Types.Unit.Bytes, Total = 1000, Used = 400, Available = 600 }, new VolumeUsage { Unit = VolumeUsage.Types.Unit.Inodes, Total = 10, Used = 4, Available = 6 } },
        });
    }
}
