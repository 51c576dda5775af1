using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Admission;

/// <summary>Whether a node runs a pod that was bound to it. Pure. Source: Scheduling Framework; Node-pressure Eviction; Using sysctls.</summary>
public static class PodAdmission
{
    private const int CriticalPriorityMin = 2_000_000_000;
    private const string Pods = "pods";

    /// <summary>The first reason not to run it; null: it runs.</summary>
    public static AdmissionRefusal? Check(Pod pod, NodeLoad load)
    {
        if (load.IsShuttingDown) { return new("NodeShutdown", "Pod was rejected as the node is shutting down."); }
        if (Pressure(pod, load) is { } pressure) { return pressure; }
        if (Sysctls.Forbidden(pod.Spec, load.AllowedUnsafeSysctls) is { } sysctl) { return new("SysctlForbidden", sysctl); }
        if (AppArmor(pod.Spec, load) is { } armor) { return armor; }
        if (pod.Spec.Os?.Name is { Length: > 0 } system && system != "linux") { return new("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"); }
        if ((Placement(pod, load.Node) ?? Ports(pod, load)) is { } placement) { return placement; }
        return Lacking(pod, load) is [var first, ..] ? first : null;
    }

    /// <summary>
    /// The pods that must go for a critical pod to fit: the fewest of the lowest priority. Empty: there is no need, or it would not help.
    /// </summary>
    public static IReadOnlyList<Pod> Victims(Pod pod, NodeLoad load)
    {
        if (!IsCritical(pod) || Lacking(pod, load).Count == 0) { return []; }
        var victims = new List<Pod>();
        foreach (var candidate in load.Pods.Where(p => Priority(p) < Priority(pod) && !IsCritical(p)).OrderBy(Priority).ThenByDescending(Asked))
        {
            victims.Add(candidate);
            if (Lacking(pod, load with { Pods = [.. load.Pods.Except(victims)] }).Count == 0) { return victims; }
        }
        return [];
    }

    /// <summary>Whether the cluster cannot do without it: static pods and those of the system's priorities.</summary>
    public static bool IsCritical(Pod pod) => Sources.StaticPods.IsStatic(pod) || Sources.StaticPods.IsMirror(pod) || Priority(pod) >= CriticalPriorityMin;

    /// <summary>Requests that the node cannot meet beside its pods.</summary>
    public static IReadOnlyList<AdmissionRefusal> Lacking(Pod pod, NodeLoad load)
    {
        var found = new List<AdmissionRefusal>();
        if (load.Allocatable.TryGetValue(Pods, out var most) && load.Pods.Length + 1 > most.Value) { found.Add(OutOf(Pods, 1, load.Pods.Length, most.Value)); }
        foreach (var (name, asked) in pod.Spec.Requests())
        {
            // Compat: what the node never heard of is not counted: it belongs to the cluster.
            if (asked.Sign <= 0 || !load.Allocatable.TryGetValue(name, out var capacity)) { continue; }
            var used = load.Pods.Aggregate(Quantity.Zero, (sum, other) => other.Spec.Requests().TryGetValue(name, out var own) ? sum + own : sum);
            if (used + asked <= capacity) { continue; }
            found.Add(name == "cpu" ? OutOf(name, asked.MilliValue, used.MilliValue, capacity.MilliValue) : OutOf(name, asked.Value, used.Value, capacity.Value));
        }
        return found;
    }

    private static AdmissionRefusal OutOf(string resource, long asked, long used, long capacity) =>
        new($"OutOf{resource}", $"Node didn't have enough resource: {resource}, requested: {asked}, used: {used}, capacity: {capacity}");

    // Without memory only best-effort pods are refused; without disk or process ids all but critical ones are.
    private static AdmissionRefusal? Pressure(Pod pod, NodeLoad load)
    {
        if (load.Pressures.IsEmpty || IsCritical(pod)) { return null; }
        var memoryOnly = load.Pressures is ["MemoryPressure"];
        if (memoryOnly && (QosClass.Of(pod.Spec) != QosClass.BestEffort || pod.Spec.Tolerations.Any(static t => t.Key == "node.kubernetes.io/memory-pressure"))) { return null; }
        return new("Evicted", $"The node had condition: [{string.Join(' ', load.Pressures)}]. ");
    }

    private static AdmissionRefusal? AppArmor(PodSpec spec, NodeLoad load)
    {
        if (load.HasAppArmor) { return null; }
        var asked = spec.SecurityContext?.AppArmorProfile?.Type is "Localhost" or "RuntimeDefault"
            || PodContainers.Of(spec).Any(static c => c.Spec.SecurityContext?.AppArmorProfile?.Type is "Localhost" or "RuntimeDefault");
        return asked ? new("AppArmor", "Cannot enforce AppArmor: AppArmor is not enabled on the host") : null;
    }

    private static AdmissionRefusal? Placement(Pod pod, Node? node)
    {
        if (node is null || Sources.StaticPods.IsStatic(pod)) { return null; }
        if (!pod.Spec.Allows(node)) { return new("NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"); }
        var evicting = node.Spec.Taints.FirstOrDefault(t => t.Effect == "NoExecute" && !pod.Spec.Tolerations.Tolerate(t));
        return evicting is null ? null : new("NodeTaint", $"Predicate TaintToleration failed: node(s) had untolerated taint {{{evicting.Key}: {evicting.Value}}}");
    }

    private static AdmissionRefusal? Ports(Pod pod, NodeLoad load) =>
        HostPort.Of(pod.Spec).Any(wanted => load.Pods.Any(p => HostPort.Of(p.Spec).Any(wanted.ConflictsWith)))
            ? new("NodePorts", "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports") : null;

    private static int Priority(Pod pod) => pod.Spec.Priority ?? 0;

    private static Quantity Asked(Pod pod) => pod.Spec.Requests().TryGetValue("memory", out var memory) ? memory : Quantity.Zero;
}
