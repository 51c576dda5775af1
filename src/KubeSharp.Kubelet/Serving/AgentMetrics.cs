using System.Collections.Immutable;
using System.Text;
using KubeSharp.Kubelet.Certificates;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Eviction;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Sources;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.Kubelet.Serving;

/// <summary>/metrics and /metrics/probes: the agent itself and what its probes found. Source: Kubernetes Metrics Reference, kubelet.</summary>
internal sealed class AgentMetrics(PodWorkers workers, Prober prober, PodCertificates certificates, AgentCounts counts, ImmutableArray<Action<StringBuilder>> others, NodeAgentOptions options, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly PodPaths _paths = new(options.RootFolder, options.LogFolder);

    /// <summary>The agent itself.</summary>
    public string Agent()
    {
        var text = new StringBuilder();
        MetricText.Family(text, "kubelet_node_name", "gauge", "The node's name. The count is always 1.", [(MetricText.Labels(("node", options.NodeName)), 1)]);
        MetricText.One(text, "kubelet_pleg_last_seen_seconds", "gauge", "Timestamp in seconds when PLEG was last seen active.", workers.LastRelist.ToUnixTimeSeconds() is > 0 and var at ? at : 0);
        counts.Write(text);
        foreach (var other in others) { other(text); }
        var all = workers.All.ToList();
        Pods(text, all);
        Volumes(text, all);
        Logs(text, all);
        MetricText.Family(text, "kubelet_podcertificate_states", "gauge", "Gauge vector reporting the number of pod certificate projected volume sources, faceted by signer_name and state.",
            certificates.Counts().Select(static c => (MetricText.Labels(("signer_name", c.Key.Signer), ("state", c.Key.State)), (double)c.Count)));
        MetricText.Head(text, "kubernetes_feature_enabled", "gauge", "This metric records the data about the stage and enablement of a k8s feature.");
        text.Append(options.Features.ToMetrics());
        MetricText.BuildInfo(text, Nodes.Machine.KubernetesVersion);
        ProcessMetrics.Write(text, _started);
        return text.ToString();
    }

    /// <summary>The results of probes.</summary>
    public string Probes()
    {
        var text = new StringBuilder();
        prober.WriteMetrics(text);
        return text.ToString();
    }

    private static void Pods(StringBuilder text, IReadOnlyList<PodWorker> all)
    {
        static bool IsStatic(PodWorker worker) => StaticPods.IsStatic(worker.Pod);
        static bool IsActive(PodWorker worker) => worker.State < PodState.Resting && worker.Pod.Status.Phase is not ("Succeeded" or "Failed");
        ByStatic(text, "kubelet_desired_pods", "The number of pods the kubelet is being instructed to run. static is true if the pod is not from the apiserver.", all);
        ByStatic(text, "kubelet_active_pods", "The number of pods the kubelet considers active and which are being considered when admitting new pods. static is true if the pod is not from the apiserver.", all.Where(IsActive));
        MetricText.One(text, "kubelet_mirror_pods", "gauge", "The number of mirror pods the kubelet will try to create (one per admitted static pod)", all.Count(IsStatic));
        MetricText.Family(text, "kubelet_working_pods", "gauge", "Number of pods the kubelet is actually running, broken down by lifecycle phase, whether the pod is desired, orphaned, or runtime only (also orphaned), and whether the pod is static. An orphaned pod has been removed from local configuration or force deleted in the API and consumes resources that are not otherwise visible.",
            all.GroupBy(static w => (Life: LifeOf(w.State), IsStatic: IsStatic(w), Config: w.IsOrphan ? "orphan" : "desired"))
                .Select(static g => (MetricText.Labels(("config", g.Key.Config), ("lifecycle", g.Key.Life), ("static", g.Key.IsStatic ? "true" : "")), (double)g.Count())));
        MetricText.One(text, "kubelet_running_pods", "gauge", "Number of pods that have a running pod sandbox", all.Count(static w => w.Actual.ReadySandbox is not null));
        MetricText.Family(text, "kubelet_running_containers", "gauge", "Number of containers currently running",
            all.SelectMany(static w => w.Actual.Containers).GroupBy(static c => c.State).Select(static g => (MetricText.Labels(("container_state", Word(g.Key))), (double)g.Count())));
        MetricText.One(text, "kubelet_managed_ephemeral_containers", "gauge", "Current number of ephemeral containers in pods managed by this kubelet.", all.Sum(static w => w.Pod.Spec.EphemeralContainers.Count));

        static void ByStatic(StringBuilder text, string name, string help, IEnumerable<PodWorker> some)
        {
            var counted = some.CountBy(IsStatic).ToDictionary();
            MetricText.Family(text, name, "gauge", help, [("{static=\"\"}", counted.GetValueOrDefault(false)), ("{static=\"true\"}", counted.GetValueOrDefault(true))]);
        }
    }

    private static void Volumes(StringBuilder text, IReadOnlyList<PodWorker> all)
    {
        var counted = new SortedDictionary<(string Plugin, string World), int>();
        foreach (var worker in all)
        {
            foreach (var volume in worker.Pod.Spec.Volumes)
            {
                var path = worker.Volumes.GetValueOrDefault(volume.Name);
                if (VolumePlugins.NameOf(volume, path ?? "") is not { Length: > 0 } plugin) { continue; }
                if (worker.State == PodState.Running) { Count(plugin, "desired_state_of_world"); }
                if (path is not null) { Count(plugin, "actual_state_of_world"); }
            }
        }
        MetricText.Family(text, "volume_manager_total_volumes", "gauge", "Number of volumes in Volume Manager", counted.Select(static c => (MetricText.Labels(("plugin_name", c.Key.Plugin), ("state", c.Key.World)), (double)c.Value)));

        void Count(string plugin, string world) => counted[(plugin, world)] = counted.GetValueOrDefault((plugin, world)) + 1;
    }

    private void Logs(StringBuilder text, IReadOnlyList<PodWorker> all)
    {
        var samples = new List<(string, double)>();
        foreach (var worker in all)
        {
            var (ns, name, uid) = (worker.Pod.Metadata.Namespace ?? "", worker.Pod.Metadata.Name ?? "", worker.Pod.Metadata.Uid ?? "");
            var folder = _paths.PodLogs(ns, name, uid);
            foreach (var container in worker.Actual.Containers.Select(static c => c.Name).Distinct())
            {
                samples.Add((MetricText.Labels(("container", container), ("namespace", ns), ("pod", name), ("uid", uid)), DiskSpace.Used(Path.Combine(folder, container))));
            }
        }
        MetricText.Family(text, "kubelet_container_log_filesystem_used_bytes", "gauge", "Bytes used by the container's logs on the filesystem.", samples);
    }

    private static string LifeOf(PodState state) => state switch { PodState.Running => "sync", PodState.Terminating => "terminating", _ => "terminated" };

    private static string Word(ContainerPhase phase) => phase switch
    {
        ContainerPhase.Created => "created",
        ContainerPhase.Running => "running",
        ContainerPhase.Exited => "exited",
        _ => "unknown",
    };
}
