using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Dynamic.V1;
using KubeSharp.Kubelet.Plugins;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Kubelet.Dynamic;

/// <summary>
/// Dynamic resource allocation on the node: drivers prepare the claims of a pod before its first container starts and take them back after its
/// last one ended; in between containers get the devices of the claims they name. Source: Dynamic Resource Allocation.
/// </summary>
/// <param name="claims">Claims as the API server has them.</param>
/// <param name="file">Where it is kept what is prepared, so that it outlives the agent.</param>
/// <param name="time">Clock.</param>
public sealed class DynamicResources(IResourceClaims claims, string file, TimeProvider time) : IPluginKind, IContainerDevices, IDisposable
{
    private const string Service = "v1.DRAPlugin";
    private const int CallSeconds = 45;
    private readonly ConcurrentDictionary<string, GrpcChannel> _drivers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1); // guards _prepared and the file
    private ImmutableDictionary<string, PreparedClaim> _prepared = Read(file);

    /// <inheritdoc/>
    public string Kind => "DRAPlugin";

    /// <inheritdoc/>
    public Task AddAsync(PluginListing plugin, CancellationToken cancellation)
    {
        if (!plugin.Versions.Contains(Service)) { throw new PluginException($"none of the services [{string.Join(", ", plugin.Versions)}] of driver {plugin.Name} is supported: {Service} is"); }
        var channel = PluginChannel.To(plugin.Socket);
        _drivers.AddOrUpdate(plugin.Name, channel, (_, before) => { before.Dispose(); return channel; });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(PluginListing plugin, CancellationToken cancellation)
    {
        if (_drivers.TryRemove(plugin.Name, out var channel)) { channel.Dispose(); }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<DeviceGrant> GrantAsync(Pod pod, Container container, CancellationToken cancellation)
    {
        if (pod.Spec.ResourceClaims.Count == 0) { return DeviceGrant.None; }
        await _turn.WaitAsync(cancellation);
        try
        {
            var byName = new Dictionary<string, PreparedClaim>(StringComparer.Ordinal);
            foreach (var claim in pod.Spec.ResourceClaims)
            {
                if (NameOf(pod, claim) is { Length: > 0 } name) { byName[claim.Name] = await PrepareAsync(pod, name, cancellation); }
            }
            return new DeviceGrant { Named = [.. container.Resources.Claims.SelectMany(c => byName.TryGetValue(c.Name, out var prepared) ? prepared.NamesFor(c.Request) : []).Distinct()] };
        }
        catch (PluginException e) { throw new ContainerConfigException($"failed to prepare dynamic resources: {e.Message}"); }
        finally { _turn.Release(); }
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(Pod pod, CancellationToken cancellation)
    {
        var uid = pod.Metadata.Uid ?? "";
        await _turn.WaitAsync(cancellation);
        try
        {
            foreach (var claim in _prepared.Values.Where(c => c.Pods.Contains(uid)).ToList())
            {
                if (claim.Pods is [_]) { await UnprepareAsync(claim, cancellation); }
                Keep(claim.Pods is [_] ? _prepared.Remove(claim.Uid) : _prepared.SetItem(claim.Uid, claim with { Pods = claim.Pods.Remove(uid) }));
            }
        }
        catch (PluginException e) { throw new IOException($"failed to unprepare dynamic resources: {e.Message}", e); }
        finally { _turn.Release(); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _drivers.Values) { channel.Dispose(); }
        _turn.Dispose();
    }

    // The claim's own name, or that of the one made for the pod from a template; null: it needs none.
    private static string? NameOf(Pod pod, PodResourceClaim claim) =>
        claim.ResourceClaimName ?? (pod.Status.ResourceClaimStatuses.FirstOrDefault(s => s.Name == claim.Name) ?? throw new PluginException($"the claim {claim.Name} of the pod has not been made yet")).ResourceClaimName;

    private async Task<PreparedClaim> PrepareAsync(Pod pod, string name, CancellationToken cancellation)
    {
        var (ns, uid) = (pod.Metadata.Namespace ?? "", pod.Metadata.Uid ?? "");
        if (_prepared.Values.FirstOrDefault(c => c.Namespace == ns && c.Name == name && c.Pods.Contains(uid)) is { } known) { return known; }
        var claim = await claims.FindAsync(ns, name, cancellation) ?? throw new PluginException($"resource claim \"{name}\" not found");
        if (claim.Status.Allocation is not { } allocation) { throw new PluginException($"resource claim \"{name}\" is not allocated"); }
        if (!claim.Status.ReservedFor.Any(r => r.Uid == uid)) { throw new PluginException($"pod {pod.Metadata.Name} is not allowed to use resource claim \"{name}\": it is not reserved for it"); }
        var drivers = allocation.Devices.Results.Select(static r => r.Driver).Distinct().ToImmutableArray();
        var before = _prepared.GetValueOrDefault(claim.Metadata.Uid ?? "");
        var prepared = before is not null ? before with { Pods = before.Pods.Add(uid) } : new PreparedClaim(ns, name, claim.Metadata.Uid ?? "", drivers, [uid], await DevicesAsync(claim, drivers, cancellation));
        Keep(_prepared.SetItem(prepared.Uid, prepared));
        return prepared;
    }

    private async Task<ImmutableArray<PreparedDevice>> DevicesAsync(ResourceClaim claim, ImmutableArray<string> drivers, CancellationToken cancellation)
    {
        var devices = ImmutableArray.CreateBuilder<PreparedDevice>();
        foreach (var driver in drivers)
        {
            var request = new NodePrepareResourcesRequest { Claims = { new Claim { Namespace = claim.Metadata.Namespace ?? "", Name = claim.Metadata.Name ?? "", Uid = claim.Metadata.Uid ?? "" } } };
            var answer = await CallAsync(driver, c => c.NodePrepareResourcesAsync(request, deadline: Deadline(), cancellationToken: cancellation), cancellation);
            if (!answer.Claims.TryGetValue(claim.Metadata.Uid ?? "", out var of)) { throw new PluginException($"driver {driver} did not prepare claim {claim.Metadata.Name}"); }
            if (of.Error.Length > 0) { throw new PluginException($"driver {driver} could not prepare claim {claim.Metadata.Name}: {of.Error}"); }
            devices.AddRange(of.Devices.Select(static d => new PreparedDevice([.. d.RequestNames], [.. d.CdiDeviceIds])));
        }
        return devices.ToImmutable();
    }

    private async Task UnprepareAsync(PreparedClaim claim, CancellationToken cancellation)
    {
        foreach (var driver in claim.Drivers)
        {
            var request = new NodeUnprepareResourcesRequest { Claims = { new Claim { Namespace = claim.Namespace, Name = claim.Name, Uid = claim.Uid } } };
            var answer = await CallAsync(driver, c => c.NodeUnprepareResourcesAsync(request, deadline: Deadline(), cancellationToken: cancellation), cancellation);
            if (answer.Claims.TryGetValue(claim.Uid, out var of) && of.Error.Length > 0) { throw new PluginException($"driver {driver} could not take claim {claim.Name} back: {of.Error}"); }
        }
    }

    private async Task<T> CallAsync<T>(string driver, Func<DRAPlugin.DRAPluginClient, AsyncUnaryCall<T>> call, CancellationToken cancellation)
    {
        var channel = _drivers.GetValueOrDefault(driver) ?? throw new PluginException($"DRA driver {driver} is not registered");
        try { return await call(new DRAPlugin.DRAPluginClient(channel)); }
        catch (RpcException) when (cancellation.IsCancellationRequested) { throw new OperationCanceledException(cancellation); }
        catch (RpcException e) { throw new PluginException($"driver {driver}: {PluginChannel.CauseOf(e)}", e); }
    }

    private DateTime Deadline() => time.GetUtcNow().UtcDateTime.AddSeconds(CallSeconds);

    private void Keep(ImmutableDictionary<string, PreparedClaim> prepared)
    {
        _prepared = prepared;
        KeptFile.Write(file, ObjectNode.Of(("claims", new ArrayNode([.. prepared.Values.Select(static c => (Node)c.ToNode())]))));
    }

    private static ImmutableDictionary<string, PreparedClaim> Read(string file)
    {
        try { return File.Exists(file) ? (Node.Parse(File.ReadAllBytes(file)).At("claims") as ArrayNode ?? ArrayNode.Empty).Select(PreparedClaim.Of).ToImmutableDictionary(static c => c.Uid, StringComparer.Ordinal) : ImmutableDictionary<string, PreparedClaim>.Empty; }
        catch (Exception e) when (e is IOException or JsonException) { return ImmutableDictionary<string, PreparedClaim>.Empty; }
    }
}
