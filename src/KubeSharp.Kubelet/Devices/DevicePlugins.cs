using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Devices.V1Beta1;
using KubeSharp.Kubelet.Nodes;
using KubeSharp.Kubelet.Plugins;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;

namespace KubeSharp.Kubelet.Devices;

/// <summary>The device plug-ins of the node and who has their devices. Source: Device Plugins.</summary>
/// <param name="allocations">Which container has which devices.</param>
/// <param name="changed">Called when devices come or go; must not block.</param>
/// <param name="time">Clock.</param>
public sealed class DevicePlugins(DeviceAllocations allocations, Action changed, TimeProvider time) : IPluginKind, IContainerDevices, ITopologySource, IAsyncDisposable
{
    private const int ForgetSeconds = 300;
    private readonly ConcurrentDictionary<string, DevicePluginLink> _links = new(StringComparer.Ordinal);
    // One choice at a time, or two containers could get one device.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public string Kind => "DevicePlugin";

    /// <summary>Devices by resource. A plug-in that has been gone for five minutes has none.</summary>
    public ImmutableDictionary<string, DeviceCount> Counts => _links.ToImmutableDictionary(static l => l.Key, l => l.Value.BrokenAt is { } since && time.GetUtcNow() - since > TimeSpan.FromSeconds(ForgetSeconds)
        ? default : new DeviceCount(l.Value.Devices.Count, l.Value.Devices.Values.Count(static d => d.IsHealthy)), StringComparer.Ordinal);

    /// <summary>Where a container is to be: memory nodes as bits, by pod and container; 0: anywhere.</summary>
    public Func<string, string, ulong> Place { get; init; } = static (_, _) => 0;

    /// <summary>What is counted.</summary>
    public AgentCounts Counted { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ImmutableArray<TopologyHint>?> HintsOf(Pod pod, IReadOnlyList<Container> together)
    {
        foreach (var (resource, link) in _links)
        {
            var wanted = together.Sum(c => c.Resources.Limits.TryGetValue(resource, out var asked) ? asked.Value : 0);
            if (wanted == 0) { continue; }
            var devices = link.Devices.Values.ToList();
            var nodes = devices.SelectMany(static d => d.NumaNodes).Select(static n => (int)n).Distinct().Order().ToList();
            if (nodes.Count == 0) { yield return null; continue; }
            var taken = allocations.All.Where(a => a.Key.Resource == resource).SelectMany(static a => a.Value.Ids).ToHashSet(StringComparer.Ordinal);
            yield return TopologyHints.For(nodes, m => devices.Count(d => IsNear(d, m)) >= wanted, m => devices.Count(d => d.IsHealthy && !taken.Contains(d.Id) && IsNear(d, m)) >= wanted);
        }
    }

    private static bool IsNear(DeviceActual device, ulong nodes) => device.NumaNodes.IsEmpty || device.NumaNodes.Any(n => TopologyHints.Has(nodes, (int)n));

    /// <summary>Devices by resource and id.</summary>
    public IEnumerable<(string Resource, DeviceActual Device)> Devices => _links.SelectMany(static l => l.Value.Devices.Values.Select(d => (l.Key, d)));

    /// <summary>Who has which devices.</summary>
    public DeviceAllocations Allocations => allocations;

    /// <inheritdoc/>
    public Task AddAsync(PluginListing plugin, CancellationToken cancellation) => RegisterAsync(plugin.Name, plugin.Socket, plugin.Versions);

    /// <inheritdoc/>
    public async Task RemoveAsync(PluginListing plugin, CancellationToken cancellation)
    {
        if (_links.TryRemove(plugin.Name, out var link)) { await link.DisposeAsync(); }
        changed();
    }

    /// <summary>Takes a plug-in on.</summary>
    /// <exception cref="PluginException">Its version or its resource's name is wrong.</exception>
    public async Task RegisterAsync(string resource, string socket, ImmutableArray<string> versions)
    {
        if (!versions.Contains("v1beta1")) { throw new PluginException($"requested API version \"{string.Join(", ", versions)}\" is not supported by kubelet. Supported version is \"v1beta1\""); }
        if (!NodeStatuses.IsExtended(resource)) { throw new PluginException($"the ResourceName \"{resource}\" is invalid"); }
        if (_links.TryRemove(resource, out var before)) { await before.DisposeAsync(); }
        Counted.DeviceRegistrations.Add(1, resource);
        _links[resource] = new DevicePluginLink(resource, socket, time, changed);
    }

    /// <inheritdoc/>
    public async Task<DeviceGrant> GrantAsync(Pod pod, Container container, CancellationToken cancellation)
    {
        var grant = DeviceGrant.None;
        foreach (var (resource, asked) in container.Resources.Limits)
        {
            if (asked.Value <= 0 || (!_links.ContainsKey(resource) && !allocations.All.ContainsKey(new(pod.Metadata.Uid ?? "", container.Name, resource)))) { continue; }
            try { grant = grant.With(Grant(await TakeAsync(pod, container, resource, (int)asked.Value, cancellation))); }
            catch (PluginException e) { throw new ContainerConfigException(e.Message, "CreateContainerError"); }
        }
        return grant;
    }

    /// <inheritdoc/>
    public ImmutableDictionary<string, ApiList<ResourceStatus>> HealthOf(string podUid) => allocations.All.Where(a => a.Key.Pod == podUid).GroupBy(static a => a.Key.Container, StringComparer.Ordinal)
        .ToImmutableDictionary(static c => c.Key, c => c.OrderBy(static a => a.Key.Resource, StringComparer.Ordinal).Select(a => new ResourceStatus { Name = a.Key.Resource, Resources = [.. a.Value.Ids.Select(i => new ResourceHealth { ResourceID = i, Health = HealthOf(a.Key.Resource, i) })] }).ToApiList(), StringComparer.Ordinal);

    // Of a device that its plug-in no longer lists, or whose plug-in is gone, nothing is known.
    private string HealthOf(string resource, string id) => _links.GetValueOrDefault(resource) is { BrokenAt: null } link && link.Devices.TryGetValue(id, out var device) ? device.IsHealthy ? "Healthy" : "Unhealthy" : "Unknown";

    /// <inheritdoc/>
    public Task ReleaseAsync(Pod pod, CancellationToken cancellation)
    {
        allocations.Release(pod.Metadata.Uid ?? "");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links.Values) { await link.DisposeAsync(); }
        _turn.Dispose();
    }

    private async Task<ContainerAllocateResponse> TakeAsync(Pod pod, Container container, string resource, int count, CancellationToken cancellation)
    {
        var key = new DeviceAllocations.Key(pod.Metadata.Uid ?? "", container.Name, resource);
        await _turn.WaitAsync(cancellation);
        try
        {
            var link = _links.GetValueOrDefault(resource);
            if (!allocations.All.TryGetValue(key, out var held))
            {
                if (link is null) { throw new PluginException($"no healthy devices present; cannot allocate unhealthy devices {resource}"); }
                var ids = await ChooseAsync(pod, container, link, resource, count, cancellation);
                var began = time.GetTimestamp();
                try { held = new DeviceAllocations.Allocation(ids, (await link.AllocateAsync(ids, cancellation)).ToByteArray()); }
                finally { Counted.DeviceAllocations.Observe(time.GetElapsedTime(began), resource); }
                allocations.Set(key, held);
            }
            if (link is { BrokenAt: null }) { await link.PrepareAsync(held.Ids, cancellation); }
            return ContainerAllocateResponse.Parser.ParseFrom(held.Answer);
        }
        finally { _turn.Release(); }
    }

    // Devices of the pod's init containers that have run are taken again first.
    private async Task<ImmutableArray<string>> ChooseAsync(Pod pod, Container container, DevicePluginLink link, string resource, int count, CancellationToken cancellation)
    {
        var all = allocations.All;
        var own = pod.Spec.InitContainers.Where(static c => !PodContainers.IsSidecar(c)).Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
        var again = all.Where(a => a.Key.Pod == pod.Metadata.Uid && a.Key.Resource == resource && own.Contains(a.Key.Container)).SelectMany(static a => a.Value.Ids).Distinct().ToHashSet(StringComparer.Ordinal);
        var taken = all.Where(a => a.Key.Resource == resource && a.Key.Pod != pod.Metadata.Uid || (a.Key.Pod == pod.Metadata.Uid && a.Key.Resource == resource && !own.Contains(a.Key.Container))).SelectMany(static a => a.Value.Ids).ToHashSet(StringComparer.Ordinal);
        var free = link.Devices.Values.Where(d => d.IsHealthy && !taken.Contains(d.Id)).Select(static d => d.Id).Order(StringComparer.Ordinal).ToList();
        if (free.Count < count) { throw new PluginException($"requested number of devices unavailable for {resource}. Requested: {count}, Available: {free.Count}"); }
        var must = free.Where(again.Contains).Take(count).ToList();
        // Those that are near to the container's CPUs and memory come first, and where they are enough the plug-in chooses among them.
        var place = Place(pod.Metadata.Uid ?? "", container.Name);
        var near = free.Where(d => IsNear(link.Devices[d], place)).ToList();
        free = near.Count >= count ? near : [.. near, .. free.Except(near)];
        var preferred = (await link.PreferAsync(free, must, count, cancellation)).Where(free.Contains);
        return [.. must.Concat(preferred).Concat(free).Distinct().Take(count)];
    }

    private static DeviceGrant Grant(ContainerAllocateResponse answer) => new()
    {
        Environment = [.. answer.Envs],
        Mounts = [.. answer.Mounts.Select(static m => new ContainerMount(m.HostPath, m.ContainerPath, m.ReadOnly))],
        Devices = [.. answer.Devices.Select(static d => new DeviceMapping(d.HostPath, d.ContainerPath, d.Permissions))],
        Annotations = [.. answer.Annotations],
        Named = [.. answer.CdiDevices.Select(static d => d.Name)],
    };
}
