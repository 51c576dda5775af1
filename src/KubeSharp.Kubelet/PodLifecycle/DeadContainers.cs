using System.Collections.Immutable;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Which of a pod's ended containers and sandboxes are kept: the newest of each name and the one before it, whose log and end may be asked for. Pure.</summary>
public static class DeadContainers
{
    private const int KeptPerName = 2;

    /// <summary>Containers that nobody will ask for again.</summary>
    public static ImmutableArray<ContainerActual> Surplus(PodActual actual) =>
        [.. actual.Containers.GroupBy(static c => c.Name).SelectMany(static g => g.Skip(KeptPerName)).Where(static c => c.State != ContainerPhase.Running)];

    /// <summary>Sandboxes that are over and hold no container that is kept.</summary>
    public static ImmutableArray<SandboxActual> SurplusSandboxes(PodActual actual)
    {
        var surplus = Surplus(actual).Select(static c => c.Id).ToHashSet(StringComparer.Ordinal);
        return [.. actual.Sandboxes.Skip(1).Where(s => !s.IsReady && !actual.Containers.Any(c => c.SandboxId == s.Id && !surplus.Contains(c.Id)))];
    }
}
