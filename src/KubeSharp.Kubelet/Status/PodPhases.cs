using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.Status;

/// <summary>The phase of a pod from its containers' states.</summary>
public static class PodPhases
{
    /// <summary>Pending, Running, Succeeded or Failed.</summary>
    public static string Of(PodSpec spec, ApiList<ContainerStatus> init, ApiList<ContainerStatus> main, bool anyRunning = false)
    {
        var policy = spec.RestartPolicy ?? "Always";
        var initializing = false;
        for (var i = 0; i < spec.InitContainers.Count && i < init.Count; i++)
        {
            var state = init[i];
            if (PodContainers.IsSidecar(spec.InitContainers[i])) { initializing |= state.Started != true && state.State.Terminated is null && !AnyBegun(main); continue; }
            if (state.State.Terminated is { ExitCode: 0 }) { continue; }
            var failed = state.State.Terminated is { ExitCode: not 0 };
            if (failed && (spec.InitContainers[i].RestartPolicy ?? policy) == "Never") { return "Failed"; }
            initializing = true;
        }
        var (running, waiting, stopped, succeeded) = (0, 0, 0, 0);
        foreach (var container in main)
        {
            if (container.State.Running is not null) { running++; }
            else if (container.State.Terminated is { } ended) { stopped++; succeeded += ended.ExitCode == 0 ? 1 : 0; }
            else if (container.LastState.Terminated is not null) { stopped++; }
            else { waiting++; }
        }
        if (initializing && running + stopped == 0) { return "Pending"; }
        if (waiting > 0) { return "Pending"; }
        if (running > 0) { return "Running"; }
        if (stopped == 0) { return "Pending"; }
        // Sidecars outlive the others: until they ended, too, the pod runs.
        if (policy == "Always" || anyRunning) { return "Running"; }
        if (succeeded == stopped) { return "Succeeded"; }
        return policy == "Never" ? "Failed" : "Running";
    }

    /// <summary>The phase of a pod of which nothing will run any more.</summary>
    public static string Final(ApiList<ContainerStatus> main) =>
        main.Count > 0 && main.All(static c => (c.State.Terminated ?? c.LastState.Terminated) is { ExitCode: 0 }) ? "Succeeded" : "Failed";

    private static bool AnyBegun(ApiList<ContainerStatus> main)
    {
        foreach (var container in main)
        {
            if (container.State.Running is not null || container.State.Terminated is not null || container.LastState.Terminated is not null) { return true; }
        }
        return false;
    }
}
