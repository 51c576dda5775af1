using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Plugins;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Csi;

/// <summary>The node's CSINode object, and what drivers add to its Node: their ids of it and where it stands. Source: CSINode; Topology-aware provisioning.</summary>
internal sealed class ApiCsiNodeEntry(string nodeName, Func<Api.Core.V1.Node?> node, IApiClient client) : ICsiNodeEntry
{
    private const string IdsAnnotation = "csi.volume.kubernetes.io/nodeid";
    private const int AttemptsMax = 5;
    private static readonly PatchOptions _options = new() { FieldManager = "kubelet" };

    /// <summary>Makes the object where it is missing.</summary>
    public Task EnsureAsync(CancellationToken cancellation) => ChangeAsync(static drivers => drivers, cancellation);

    /// <inheritdoc/>
    public async Task AddAsync(CsiDriver driver, CancellationToken cancellation)
    {
        var entry = new CSINodeDriver
        {
            Name = driver.Name,
            NodeID = driver.NodeId,
            TopologyKeys = [.. driver.Topology.Keys],
            Allocatable = driver.VolumesMax > 0 ? new VolumeNodeResources { Count = (int)Math.Min(int.MaxValue, driver.VolumesMax) } : null,
        };
        await ChangeNodeAsync(driver.Name, driver, cancellation);
        await ChangeAsync(drivers => [.. drivers.Where(d => d.Name != driver.Name), entry], cancellation);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string driver, CancellationToken cancellation)
    {
        await ChangeAsync(drivers => [.. drivers.Where(d => d.Name != driver)], cancellation);
        await ChangeNodeAsync(driver, null, cancellation);
    }

    private async Task ChangeAsync(Func<ApiList<CSINodeDriver>, ApiList<CSINodeDriver>> change, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var there = await FindAsync(cancellation) ?? await CreateAsync(cancellation);
                var wanted = change(there.Spec.Drivers);
                if (!wanted.Equals(there.Spec.Drivers)) { await client.UpdateAsync(there with { Spec = there.Spec with { Drivers = wanted } }, cancellation); }
                return;
            }
            catch (StatusException e) when (e.Status.Code == 409 && attempt < AttemptsMax) { /* another writer was first: with what is there now */ }
            catch (Exception e) when (e is StatusException or HttpRequestException) { throw new PluginException($"CSINode {nodeName}: {e.Message}", e); }
        }
    }

    private async Task<CSINode?> FindAsync(CancellationToken cancellation)
    {
        try { return await client.GetAsync<CSINode>(null, nodeName, cancellation); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
    }

    private Task<CSINode> CreateAsync(CancellationToken cancellation)
    {
        var of = node() ?? throw new PluginException($"node {nodeName} is not registered yet");
        var owner = new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = nodeName, Uid = of.Metadata.Uid ?? "" };
        return client.CreateAsync(new CSINode { Metadata = new ObjectMeta { Name = nodeName, OwnerReferences = [owner] } }, cancellation);
    }

    private async Task ChangeNodeAsync(string name, CsiDriver? driver, CancellationToken cancellation)
    {
        try
        {
            var there = await client.GetAsync<Api.Core.V1.Node>(null, nodeName, cancellation);
            var ids = Ids(there.Metadata.Annotations.Get(IdsAnnotation));
            ids = driver is null ? ids.Remove(name) : ids.Set(name, driver.NodeId);
            var labels = ObjectNode.Of([.. (driver?.Topology ?? ImmutableSortedDictionary<string, string>.Empty).Select(static t => (t.Key, (Node?)t.Value))]);
            var change = ObjectNode.Of(("metadata", ObjectNode.Of(("annotations", ObjectNode.Of((IdsAnnotation, ids.Count == 0 ? NullNode.Instance : ids.ToString()))), ("labels", labels))));
            await client.PatchAsync<Api.Core.V1.Node>(null, nodeName, PatchKind.Merge, change.ToUtf8(), "", _options, cancellation);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new PluginException($"node {nodeName}: {e.Message}", e); }
    }

    private static ObjectNode Ids(string? annotation)
    {
        try { return annotation is { Length: > 0 } && Node.Parse(System.Text.Encoding.UTF8.GetBytes(annotation)) is ObjectNode known ? known : ObjectNode.Empty; }
        catch (System.Text.Json.JsonException) { return ObjectNode.Empty; }
    }
}
