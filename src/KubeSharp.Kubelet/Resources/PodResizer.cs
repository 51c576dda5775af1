using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Carries out resizes: control group of the pod, limits of its containers, restarts where their policy asks for them.</summary>
internal sealed class PodResizer(PodWorkerServices services, PodStopper stopper)
{
    private const int RetrySeconds = 5;

    /// <summary>Brings the running containers to what was granted; returns what is remembered then, and when to try again.</summary>
    public async Task<(PodMemory Memory, DateTimeOffset? RetryAt)> ActuateAsync(Pod granted, PodActual actual, PodMemory memory, CancellationToken cancellation)
    {
        var outstanding = PodResize.Outstanding(granted, actual, memory);
        if (outstanding.IsEmpty) { return (memory with { ResizeError = null, IsResizing = false }, memory.ResizePending is { Reason: "Deferred" } ? services.Time.GetUtcNow().AddSeconds(RetrySeconds) : null); }
        var node = services.Node();
        var parent = SandboxConfigs.CgroupParent(node.CgroupRoot, granted);
        var wanted = ResourceConversion.InPeriod(ResourceConversion.OfPod(granted.Spec, node.PodPidsMax), node);
        try
        {
            // Wide enough for old and new while the containers change one after the other.
            services.Counts.Cgroups.Measure(services.Time, () => PodCgroups.Widen(parent, wanted), "update");
            foreach (var (container, running) in outstanding)
            {
                var had = PodResize.Actuated(granted, container.Name, running, memory)!;
                if (PodResize.NeedsRestart(container.Spec, had))
                {
                    await stopper.StopAsync(granted, running, $"Container {container.Name} resize requires restart", granted.Spec.TerminationGracePeriodSeconds ?? 30, cancellation);
                    memory = memory with { Restarts = memory.Restarts.Add(running.Id), Backoffs = memory.Backoffs.Remove(container.Name) };
                    continue;
                }
                await services.Runtime.UpdateResourcesAsync(running.Id, Update(granted, container.Spec, node), cancellation);
                memory = memory with { Actuated = memory.Actuated.SetItem(container.Name, container.Spec.Resources) };
            }
            services.Counts.Cgroups.Measure(services.Time, () => PodCgroups.Apply(parent, wanted), "update");
            services.Events.Record(granted, "", false, "ResizeCompleted", "Pod resize completed");
            return (memory with { ResizeError = null, IsResizing = false }, services.Time.GetUtcNow());
        }
        catch (Exception e) when (e is RuntimeException or IOException)
        {
            services.Events.Record(granted, "", true, "ResizeError", $"Pod resize failed: {e.Message}");
            return (memory with { ResizeError = e.Message, IsResizing = true }, services.Time.GetUtcNow().AddSeconds(RetrySeconds));
        }
    }

    // In an update zero means "as it is": a limit that is gone is written as none.
    private static ContainerResources Update(Pod pod, Container container, NodeFacts node)
    {
        var resources = ResourceConversion.Of(pod, container, node);
        return resources with { CpuQuotaMicroseconds = resources.CpuQuotaMicroseconds == 0 ? -1 : resources.CpuQuotaMicroseconds };
    }
}
