using System.Globalization;
using System.Text;
using KubeSharp.Kubelet.Certificates;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Serving;

/// <summary>/metrics and /metrics/probes: the agent itself and what its probes found.</summary>
internal sealed class AgentMetrics(PodWorkers workers, Prober prober, PodCertificates certificates, NodeAgentOptions options)
{
    /// <summary>The agent itself.</summary>
    public string Agent()
    {
        var all = workers.All.ToList();
        var text = new StringBuilder();
        Family(text, "kubelet_node_name", "gauge", "The node's name. The count is always 1.", [($"{{node=\"{options.NodeName}\"}}", 1)]);
        Family(text, "kubelet_desired_pods", "gauge", "The number of pods the kubelet is being instructed to run.", [("{static=\"\"}", all.Count(static w => !Sources.StaticPods.IsStatic(w.Pod))), ("{static=\"true\"}", all.Count(static w => Sources.StaticPods.IsStatic(w.Pod)))]);
        Family(text, "kubelet_running_pods", "gauge", "Number of pods that have a running pod sandbox", [("", all.Count(static w => w.Actual.ReadySandbox is not null))]);
        Family(text, "kubelet_running_containers", "gauge", "Number of containers currently running", [.. all.SelectMany(static w => w.Actual.Containers).GroupBy(static c => c.State)
            .Select(static g => ($"{{container_state=\"{Word(g.Key)}\"}}", g.Count()))]);
        Family(text, "kubelet_podcertificate_states", "gauge", "Gauge vector reporting the number of pod certificate projected volume sources, faceted by signer_name and state.",
            [.. certificates.Counts().Select(static c => ($"{{signer_name=\"{c.Key.Signer}\",state=\"{c.Key.State}\"}}", (double)c.Count))]);
        Family(text, "kubernetes_feature_enabled", "gauge", "This metric records the data about the stage and enablement of a k8s feature.", []);
        text.Append(options.Features.ToMetrics());
        Family(text, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.", [("", Environment.WorkingSet)]);
        Family(text, "process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.", [("", Environment.CpuUsage.TotalTime.TotalSeconds)]);
        return text.ToString();
    }

    /// <summary>The results of probes.</summary>
    public string Probes()
    {
        var text = new StringBuilder();
        Family(text, "prober_probe_total", "counter", "Cumulative number of a liveness, readiness or startup probe for a container by result.",
            [.. prober.Counts.Select(static c => ($"{{container=\"{c.Key.Container}\",namespace=\"{c.Key.Namespace}\",pod=\"{c.Key.Pod}\",probe_type=\"{c.Key.Kind}\",result=\"{c.Key.Result}\"}}", (double)c.Value))]);
        return text.ToString();
    }

    private static string Word(ContainerPhase phase) => phase switch
    {
        ContainerPhase.Created => "created",
        ContainerPhase.Running => "running",
        ContainerPhase.Exited => "exited",
        _ => "unknown",
    };

    private static void Family(StringBuilder text, string name, string type, string help, ReadOnlySpan<(string Labels, double Value)> samples)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in samples) { text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n"); }
    }
}
