using Grpc.Core;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Devices.PodResources.V1;

namespace KubeSharp.Kubelet.Devices;

/// <summary>Says which pods have which devices. Source: Device Plugins, monitoring device plugin resources.</summary>
/// <param name="pods">The pods of the node.</param>
/// <param name="plugins">Devices and who has them.</param>
internal sealed class PodResourceReports(Func<IEnumerable<Pod>> pods, DevicePlugins plugins) : PodResourcesLister.PodResourcesListerBase
{
    /// <inheritdoc/>
    public override Task<ListPodResourcesResponse> List(ListPodResourcesRequest request, ServerCallContext context)
    {
        var answer = new ListPodResourcesResponse();
        answer.PodResources.AddRange(pods().Select(Of));
        return Task.FromResult(answer);
    }

    /// <inheritdoc/>
    public override Task<AllocatableResourcesResponse> GetAllocatableResources(AllocatableResourcesRequest request, ServerCallContext context)
    {
        var answer = new AllocatableResourcesResponse();
        answer.Devices.AddRange(plugins.Devices.Where(static d => d.Device.IsHealthy).Select(static d => Of(d.Resource, [d.Device.Id], [.. d.Device.NumaNodes])));
        answer.CpuIds.AddRange(Enumerable.Range(0, Environment.ProcessorCount).Select(static c => (long)c));
        return Task.FromResult(answer);
    }

    /// <inheritdoc/>
    public override Task<GetPodResourcesResponse> Get(GetPodResourcesRequest request, ServerCallContext context)
    {
        var pod = pods().FirstOrDefault(p => p.Metadata.Namespace == request.PodNamespace && p.Metadata.Name == request.PodName)
            ?? throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, $"pod {request.PodName} in namespace {request.PodNamespace} not found"));
        return Task.FromResult(new GetPodResourcesResponse { PodResources = Of(pod) });
    }

    private PodResources.V1.PodResources Of(Pod pod)
    {
        var all = plugins.Allocations.All;
        var report = new PodResources.V1.PodResources { Name = pod.Metadata.Name ?? "", Namespace = pod.Metadata.Namespace ?? "" };
        foreach (var container in PodContainers.Of(pod.Spec))
        {
            if (container.Role is not (ContainerRole.Main or ContainerRole.Sidecar)) { continue; }
            var of = new ContainerResources { Name = container.Name };
            of.Devices.AddRange(all.Where(a => a.Key.Pod == pod.Metadata.Uid && a.Key.Container == container.Name).Select(static a => Of(a.Key.Resource, a.Value.Ids, [])));
            report.Containers.Add(of);
        }
        return report;
    }

    private static ContainerDevices Of(string resource, IEnumerable<string> ids, IReadOnlyCollection<long> nodes)
    {
        var devices = new ContainerDevices { ResourceName = resource };
        devices.DeviceIds.AddRange(ids);
        if (nodes.Count > 0)
        {
            devices.Topology = new TopologyInfo();
            devices.Topology.Nodes.AddRange(nodes.Select(static n => new NUMANode { ID = n }));
        }
        return devices;
    }
}
