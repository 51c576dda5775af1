using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;

namespace KubeSharp.Kubelet.Status;

/// <summary>The phase of a pod from its containers' states.</summary>
public static class PodPhases
{
    /// <summary>Pending, Running, Succeeded or Failed.</summary>
    public static string Of(PodSpec spec, ApiList<ContainerStatus> init, ApiList<ContainerStatus> main, bool anyRunning = false)
    {
        var initializing = false;
        for (var i = 0; i < spec.InitContainers.Count && i < init.Count; i++)
        {
            var state = init[i];
            if (PodContainers.IsSidecar(spec.InitContainers[i])) { initializing |= state.Started != true && state.State.Terminated is null && !AnyBegun(main); continue; }
            if (state.State.Terminated is { ExitCode: 0 }) { continue; }
            if (state.State.Terminated is { } failed && !RestartRules.ShouldRestart(spec, new(spec.InitContainers[i], ContainerRole.Init), failed.ExitCode)) { return "Failed"; }
            initializing = true;
        }
        // What ended and will be started again counts as running.
        var (running, waiting, stopped, succeeded) = (0, 0, 0, 0);
        foreach (var container in main)
        {
            if (container.State.Running is not null || Restarts(spec, container)) { running++; }
            else if (container.State.Terminated is { } ended) { stopped++; succeeded += ended.ExitCode == 0 ? 1 : 0; }
            else { waiting++; }
        }
        if (initializing && running + stopped == 0) { return "Pending"; }
        if (waiting > 0) { return "Pending"; }
        // Sidecars outlive the others: until they ended, too, the pod runs.
        if (running > 0 || (stopped > 0 && anyRunning)) { return "Running"; }
        if (stopped == 0) { return "Pending"; }
        return succeeded == stopped ? "Succeeded" : "Failed";
    }

    private static bool Restarts(PodSpec spec, ContainerStatus status)
    {
        if (status.State.Terminated is null) { return status.State.Running is null && status.LastState.Terminated is not null; }
        var container = PodContainers.Find(spec, status.Name) ?? new(new Container { Name = status.Name }, ContainerRole.Main);
        return RestartRules.ShouldRestart(spec, container, status.State.Terminated.ExitCode);
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
