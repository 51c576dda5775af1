using System.Collections.Immutable;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.Kubelet.Csi.V1;
using KubeSharp.Kubelet.Plugins;

namespace KubeSharp.Kubelet.Csi;

/// <summary>The node service of one driver. Every call has a deadline; all can be repeated.</summary>
public sealed class CsiNodeService : IDisposable
{
    private const int CallSeconds = 120;
    private readonly string _driver;
    private readonly TimeProvider _time;
    private readonly GrpcChannel _channel;
    private readonly V1.Node.NodeClient _client;

    /// <summary>A service at a socket; connects at the first call.</summary>
    public CsiNodeService(string driver, string socket, TimeProvider time)
    {
        (_driver, _time) = (driver, time);
        _channel = PluginChannel.To(socket);
        _client = new V1.Node.NodeClient(_channel);
    }

    /// <summary>Who the node is to the driver.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public Task<NodeGetInfoResponse> GetNodeAsync(CancellationToken cancellation) => CallAsync("NodeGetInfo", _client.NodeGetInfoAsync, new NodeGetInfoRequest(), cancellation);

    /// <summary>What the service can do.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public async Task<ImmutableHashSet<CsiCapability>> GetCapabilitiesAsync(CancellationToken cancellation) =>
        [.. (await CallAsync("NodeGetCapabilities", _client.NodeGetCapabilitiesAsync, new NodeGetCapabilitiesRequest(), cancellation)).Capabilities.Select(static c => (CsiCapability)(c.Rpc?.Type ?? 0))];

    /// <summary>Mounts a volume for the node.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public Task StageAsync(NodeStageVolumeRequest request, CancellationToken cancellation) => CallAsync("NodeStageVolume", _client.NodeStageVolumeAsync, request, cancellation);

    /// <summary>Takes a volume's mount for the node away.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public Task UnstageAsync(string volume, string path, CancellationToken cancellation) =>
        CallAsync("NodeUnstageVolume", _client.NodeUnstageVolumeAsync, new NodeUnstageVolumeRequest { VolumeId = volume, StagingTargetPath = path }, cancellation);

    /// <summary>Mounts a volume for a pod.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public Task PublishAsync(NodePublishVolumeRequest request, CancellationToken cancellation) => CallAsync("NodePublishVolume", _client.NodePublishVolumeAsync, request, cancellation);

    /// <summary>Takes a volume's mount for a pod away.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public Task UnpublishAsync(string volume, string path, CancellationToken cancellation) =>
        CallAsync("NodeUnpublishVolume", _client.NodeUnpublishVolumeAsync, new NodeUnpublishVolumeRequest { VolumeId = volume, TargetPath = path }, cancellation);

    /// <summary>How full a volume is.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public Task<NodeGetVolumeStatsResponse> GetUsageAsync(string volume, string path, CancellationToken cancellation) =>
        CallAsync("NodeGetVolumeStats", _client.NodeGetVolumeStatsAsync, new NodeGetVolumeStatsRequest { VolumeId = volume, VolumePath = path }, cancellation);

    /// <summary>Grows a volume; returns its size in bytes then.</summary>
    /// <exception cref="PluginException">The driver refuses, or cannot be reached.</exception>
    public async Task<long> ExpandAsync(NodeExpandVolumeRequest request, CancellationToken cancellation) =>
        (await CallAsync("NodeExpandVolume", _client.NodeExpandVolumeAsync, request, cancellation)).CapacityBytes;

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private async Task<TAnswer> CallAsync<TRequest, TAnswer>(string name, Func<TRequest, Metadata?, DateTime?, CancellationToken, AsyncUnaryCall<TAnswer>> call, TRequest request, CancellationToken cancellation)
    {
        try { return await call(request, null, _time.GetUtcNow().UtcDateTime.AddSeconds(CallSeconds), cancellation); }
        catch (RpcException) when (cancellation.IsCancellationRequested) { throw new OperationCanceledException(cancellation); }
        catch (RpcException e) { throw new PluginException($"{name} of driver {_driver}: {PluginChannel.CauseOf(e)}", e); }
    }
}
