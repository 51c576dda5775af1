using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>The probes of a pod's running containers; used by the pod's worker alone.</summary>
internal sealed class PodProbes(PodWorkerServices services, Action<string, ContainerHealth> changed) : IAsyncDisposable
{
    private readonly Dictionary<string, ContainerProbes> _running = new(StringComparer.Ordinal);

    /// <summary>Probes what runs now and nothing else.</summary>
    public async Task ReconcileAsync(Pod pod, PodActual actual, ImmutableArray<string> addresses)
    {
        var address = pod.Spec.HostNetwork == true ? services.Node().Address : addresses is [var first, ..] ? first : "";
        foreach (var container in PodContainers.Of(pod.Spec))
        {
            if (!ContainerProbes.AreNeeded(container.Spec) || container.Role is ContainerRole.Init or ContainerRole.Ephemeral) { continue; }
            var newest = actual.Newest(container.Name);
            var runs = newest is { State: ContainerPhase.Running };
            if (_running.TryGetValue(container.Name, out var probes) && (!runs || probes.ContainerId != newest!.Id))
            {
                _running.Remove(container.Name);
                await probes.DisposeAsync();
            }
            if (runs && !_running.ContainsKey(container.Name))
            {
                var name = container.Name;
                changed(name, ContainerProbes.InitialHealth(container.Spec, newest!.Id));
                _running[name] = new ContainerProbes(pod, container, newest, address, services.Prober, services.Events, services.Time, health => changed(name, health));
            }
        }
    }

    /// <summary>Ends all probing.</summary>
    public async Task StopAsync()
    {
        foreach (var probes in _running.Values) { await probes.DisposeAsync(); }
        _running.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();
}
