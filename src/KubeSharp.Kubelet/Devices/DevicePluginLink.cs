using System.Collections.Immutable;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.Kubelet.Devices.V1Beta1;
using KubeSharp.Kubelet.Plugins;

namespace KubeSharp.Kubelet.Devices;

/// <summary>The agent's line to one device plug-in: hears of its devices as long as it is there.</summary>
internal sealed class DevicePluginLink : IAsyncDisposable
{
    private const int CallSeconds = 60;
    private readonly string _resource;
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private readonly GrpcChannel _channel;
    private readonly DevicePlugin.DevicePluginClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _hearing;

    /// <summary>Begins to listen. <paramref name="changed"/> is called on any thread and must not block.</summary>
    public DevicePluginLink(string resource, string socket, TimeProvider time, Action changed)
    {
        (_resource, _time, _changed) = (resource, time, changed);
        _channel = PluginChannel.To(socket);
        _client = new DevicePlugin.DevicePluginClient(_channel);
        _hearing = HearAsync();
    }

    /// <summary>Its devices as it last told.</summary>
    public ImmutableDictionary<string, DeviceActual> Devices { get; private set; } = ImmutableDictionary<string, DeviceActual>.Empty;

    /// <summary>When the line broke; null: it holds.</summary>
    public DateTimeOffset? BrokenAt { get; private set; }

    /// <summary>Which of the free devices the plug-in would give; empty: it does not care.</summary>
    /// <exception cref="PluginException">It cannot be reached.</exception>
    public async Task<ImmutableArray<string>> PreferAsync(IReadOnlyCollection<string> free, IReadOnlyCollection<string> must, int count, CancellationToken cancellation)
    {
        var options = await CallAsync("GetDevicePluginOptions", _client.GetDevicePluginOptionsAsync, new Empty(), cancellation);
        if (!options.GetPreferredAllocationAvailable) { return []; }
        var asked = new ContainerPreferredAllocationRequest { AllocationSize = count };
        asked.AvailableDeviceIDs.Add(free);
        asked.MustIncludeDeviceIDs.Add(must);
        var answer = await CallAsync("GetPreferredAllocation", _client.GetPreferredAllocationAsync, new PreferredAllocationRequest { ContainerRequests = { asked } }, cancellation);
        return [.. answer.ContainerResponses.SelectMany(static r => r.DeviceIDs)];
    }

    /// <summary>Takes devices; returns what a container needs to use them.</summary>
    /// <exception cref="PluginException">It refuses, or cannot be reached.</exception>
    public async Task<ContainerAllocateResponse> AllocateAsync(ImmutableArray<string> ids, CancellationToken cancellation)
    {
        var asked = new ContainerAllocateRequest();
        asked.DevicesIds.Add(ids);
        var answer = await CallAsync("Allocate", _client.AllocateAsync, new AllocateRequest { ContainerRequests = { asked } }, cancellation);
        return answer.ContainerResponses.Count > 0 ? answer.ContainerResponses[0] : throw new PluginException($"the plug-in of {_resource} answered nothing to an allocation");
    }

    /// <summary>Says that a container with these devices starts, where the plug-in wants to know.</summary>
    /// <exception cref="PluginException">It refuses, or cannot be reached.</exception>
    public async Task PrepareAsync(ImmutableArray<string> ids, CancellationToken cancellation)
    {
        if (!(await CallAsync("GetDevicePluginOptions", _client.GetDevicePluginOptionsAsync, new Empty(), cancellation)).PreStartRequired) { return; }
        var asked = new PreStartContainerRequest();
        asked.DevicesIds.Add(ids);
        await CallAsync("PreStartContainer", _client.PreStartContainerAsync, asked, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _hearing;
        _channel.Dispose();
        _stop.Dispose();
    }

    private async Task HearAsync()
    {
        try
        {
            using var stream = _client.ListAndWatch(new Empty(), cancellationToken: _stop.Token);
            while (await stream.ResponseStream.MoveNext(_stop.Token))
            {
                Devices = stream.ResponseStream.Current.Devices.ToImmutableDictionary(static d => d.ID, static d => new DeviceActual(d.ID, d.Health == "Healthy", [.. d.Topology?.Nodes.Select(static n => n.ID) ?? []]), StringComparer.Ordinal);
                _changed();
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException) { /* it is gone */ }
        // What cannot be heard of cannot be given.
        Devices = Devices.ToImmutableDictionary(static d => d.Key, static d => d.Value with { IsHealthy = false }, StringComparer.Ordinal);
        BrokenAt = _time.GetUtcNow();
        _changed();
    }

    private async Task<TAnswer> CallAsync<TRequest, TAnswer>(string name, Func<TRequest, Metadata?, DateTime?, CancellationToken, AsyncUnaryCall<TAnswer>> call, TRequest request, CancellationToken cancellation)
    {
        try { return await call(request, null, _time.GetUtcNow().UtcDateTime.AddSeconds(CallSeconds), cancellation); }
        catch (RpcException) when (cancellation.IsCancellationRequested) { throw new OperationCanceledException(cancellation); }
        catch (RpcException e) { throw new PluginException($"{name} of the plug-in of {_resource}: {PluginChannel.CauseOf(e)}", e); }
    }
}
