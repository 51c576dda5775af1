using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Makes the sandbox of a pod and what belongs to it: control group, log folder, /etc/hosts.</summary>
internal sealed class SandboxStarter(PodWorkerServices services)
{
    private const int NetworkWaitMilliseconds = 1000, NetworkLookMilliseconds = 20;

    /// <summary>Makes a sandbox in the place of an old one; false where the runtime refused, an event tells why.</summary>
    public async Task<bool> CreateAsync(Pod pod, SandboxConfig sandbox, PodActual actual, CancellationToken cancellation)
    {
        if (pod.Spec.HostNetwork != true && !await HasNetworkAsync(cancellation))
        {
            services.Events.Record(pod, "", true, "NetworkNotReady", "network is not ready: container runtime network not ready");
            return false;
        }
        if (actual.Sandboxes is [var old, ..])
        {
            services.Events.Record(pod, "", false, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
            await services.Runtime.StopSandboxAsync(old.Id, cancellation);
        }
        Directory.CreateDirectory(sandbox.LogDirectory);
        services.Counts.Cgroups.Measure(services.Time, () => PodCgroups.Apply(sandbox.CgroupParent, sandbox.Resources), "create");
        services.Counts.StartedPods.Add(1);
        var began = services.Time.GetTimestamp();
        try
        {
            await services.Runtime.RunSandboxAsync(sandbox, cancellation);
            services.Logger.LogDebug("pod {Name}: sandbox in {Milliseconds} ms", pod.Metadata.Name, services.Time.GetElapsedTime(began).TotalMilliseconds);
            return true;
        }
        catch (RuntimeException e)
        {
            services.Counts.StartedPodErrors.Add(1);
            services.Counts.SandboxErrors.Add(1, sandbox.RuntimeHandler);
            services.Events.Record(pod, "", true, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
            services.Logger.LogWarning("pod {Namespace}/{Name}: sandbox: {Cause}", pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
            return false;
        }
        finally { services.Counts.Sandboxes.Observe(services.Time.GetElapsedTime(began), sandbox.RuntimeHandler); }
    }

    // A network that comes up with its node is there in a moment.
    private async Task<bool> HasNetworkAsync(CancellationToken cancellation)
    {
        for (var waited = 0; waited < NetworkWaitMilliseconds; waited += NetworkLookMilliseconds)
        {
            if (services.Node().IsNetworkReady) { return true; }
            await Task.Delay(TimeSpan.FromMilliseconds(NetworkLookMilliseconds), services.Time, cancellation);
        }
        return services.Node().IsNetworkReady;
    }

    /// <summary>Writes the pod's /etc/hosts.</summary>
    public async Task WriteHostsAsync(Pod pod, IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        var (hostname, domain) = PodHostname.Of(pod, services.Node().ClusterDomain);
        var hosts = pod.Spec.HostNetwork == true ? HostsFile.ForHost(File.Exists("/etc/hosts") ? await File.ReadAllTextAsync("/etc/hosts", cancellation) : "", pod.Spec.HostAliases)
            : HostsFile.ForPod(addresses, hostname, domain, pod.Spec.HostAliases);
        var uid = pod.Metadata.Uid ?? "";
        Directory.CreateDirectory(services.Paths.Pod(uid));
        await File.WriteAllTextAsync(services.Paths.HostsFile(uid), hosts, cancellation);
    }

    /// <summary>The configuration of the pod's sandbox.</summary>
    /// <exception cref="RuntimeException">There is no such runtime class, or the runtime cannot give the pod users of its own.</exception>
    public async Task<SandboxConfig> ConfigureAsync(Pod pod, int attempt, CancellationToken cancellation)
    {
        var (node, handler) = (services.Node(), await RuntimeHandlerAsync(pod, cancellation));
        if (pod.Spec.HostUsers != false) { return SandboxConfigs.Of(pod, attempt, node, services.Paths, handler, null); }
        if (!node.Handlers.Any(h => h.Name == handler && h.UserNamespaces))
        {
            var cause = $"can't set `spec.hostUsers: false`, the runtime handler \"{handler}\" does not support user namespaces";
            services.Events.Record(pod, "", true, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {cause}");
            throw new RuntimeException(cause, "Unsupported");
        }
        return SandboxConfigs.Of(pod, attempt, node, services.Paths, handler, services.Users.Of(pod.Metadata.Uid ?? ""));
    }

    /// <summary>Handler of the pod's RuntimeClass; empty: the default one.</summary>
    /// <exception cref="RuntimeException">There is no such class.</exception>
    private async Task<string> RuntimeHandlerAsync(Pod pod, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(pod.Spec.RuntimeClassName)) { return ""; }
        return await services.RuntimeHandler(pod.Spec.RuntimeClassName, cancellation)
            ?? throw new RuntimeException($"failed to get sandbox runtime: runtimeclass.node.k8s.io \"{pod.Spec.RuntimeClassName}\" not found", "NotFound");
    }
}
