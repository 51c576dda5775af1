using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Carries out starts: image, configuration, create, start, hook.</summary>
internal sealed class ContainerStarter(PodWorkerServices services)
{
    /// <summary>Starts a container; returns why not, and when to try again, where it could not.</summary>
    public async Task<(WaitingCause? Cause, DateTimeOffset? RetryAt)> StartAsync(PodContainer container, StartContext context, CancellationToken cancellation)
    {
        var pod = context.Pod;
        services.Counts.StartedContainers.Add(1, AgentCounts.TypeOf(container.Role));
        try
        {
            var began = services.Time.GetTimestamp();
            var image = await services.Images.EnsureAsync(pod, container, context.Objects, context.Sandbox, cancellation);
            context.Start?.Image(services.Time.GetElapsedTime(began));
            var newest = context.Actual.Newest(container.Name);
            var attempt = newest is not null ? newest.Attempt + 1 : AttemptFromStatus(pod, container.Name);
            var node = services.Node();
            var environment = ContainerEnvironment.Build(pod, container.Spec, context.Objects, node, context.Addresses, context.Volumes);
            var mounts = services.Mounts.Of(pod, container.Spec, attempt, context.Volumes, environment);
            var target = container.TargetName.Length == 0 ? "" : context.Actual.NewestIn(context.SandboxId, container.TargetName)?.Id
                ?? throw new ContainerConfigException($"unable to find target container {container.TargetName}");
            var config = ContainerConfigs.Of(pod, container, attempt, image, environment, mounts, VolumeMounts.Devices(pod, container.Spec, context.Volumes), node, context.Sandbox.Namespaces.Users, target);
            config = config with { Resources = config.Resources with { CpusetCpus = services.Cpus.CpusOf(pod, container.Spec), CpusetMems = services.Memory.NodesOf(pod, container.Spec) } };
            config = ContainerConfigs.With(config, await services.Devices.GrantAsync(pod, container.Spec, cancellation));
            Directory.CreateDirectory(Path.Combine(context.Sandbox.LogDirectory, container.Name));
            var id = await CreateAsync(context, config, cancellation);
            services.Events.Record(pod, container.FieldPath, false, "Created", "Container created");
            await StartAsync(id, cancellation);
            services.Events.Record(pod, container.FieldPath, false, "Started", "Container started");
            await PostStartAsync(pod, container, id, context, cancellation);
            return (null, null);
        }
        catch (ImageException e)
        {
            Failed(container, e.Reason);
            return (new WaitingCause(e.Reason, e.Message), e.RetryAt);
        }
        catch (ContainerConfigException e) { return (Refused(pod, container, e.Reason, e.Message), null); }
        catch (IOException e) { return (Refused(pod, container, "CreateContainerError", e.Message), null); }
    }

    // How often it was restarted, from what was reported, where the runtime forgot all its containers.
    private static int AttemptFromStatus(Pod pod, string name)
    {
        foreach (var status in pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses))
        {
            if (status.Name != name) { continue; }
            // One reported as forgotten was counted when it was.
            if (!string.IsNullOrEmpty(status.ContainerID)) { return status.RestartCount + 1; }
            if (status.LastState.Terminated is not null) { return status.RestartCount; }
        }
        return 0;
    }

    private async Task<string> CreateAsync(StartContext context, ContainerConfig config, CancellationToken cancellation)
    {
        try { return await services.Runtime.CreateContainerAsync(context.SandboxId, config, context.Sandbox, cancellation); }
        catch (RuntimeException e) { throw new ContainerConfigException(e.Message, "CreateContainerError"); }
    }

    private async Task StartAsync(string id, CancellationToken cancellation)
    {
        try { await services.Runtime.StartContainerAsync(id, cancellation); }
        catch (RuntimeException e) { throw new ContainerConfigException(e.Message, "RunContainerError"); }
    }

    private async Task PostStartAsync(Pod pod, PodContainer container, string id, StartContext context, CancellationToken cancellation)
    {
        if (container.Spec.Lifecycle?.PostStart is not { } hook) { return; }
        var actual = new ContainerActual(id, context.SandboxId, container.Name, 0, ContainerPhase.Running);
        var outcome = await services.Prober.HookAsync(hook, container.Spec, actual, context.Addresses is [var first, ..] ? first : "", services.Time, cancellation);
        if (outcome.Succeeded) { return; }
        services.Events.Record(pod, container.FieldPath, true, "FailedPostStartHook", $"PostStartHook failed: {outcome.Output}");
        services.Events.Record(pod, container.FieldPath, false, "Killing", $"Stopping container {container.Name}: FailedPostStartHook");
        await services.Runtime.StopContainerAsync(id, TimeSpan.FromSeconds(pod.Spec.TerminationGracePeriodSeconds ?? 30), cancellation);
        throw new ContainerConfigException($"PostStartHook failed: {outcome.Output}", "PostStartHookError");
    }

    private void Failed(PodContainer container, string reason) => services.Counts.StartedContainerErrors.Add(1, AgentCounts.TypeOf(container.Role), reason);

    private WaitingCause Refused(Pod pod, PodContainer container, string reason, string message)
    {
        Failed(container, reason);
        services.Events.Record(pod, container.FieldPath, true, "Failed", $"Error: {message}");
        return new WaitingCause(reason, message);
    }
}

/// <summary>What the starts of one round share.</summary>
internal sealed record StartContext
{
    public required Pod Pod { get; init; }
    public required PodActual Actual { get; init; }
    public required string SandboxId { get; init; }
    public required SandboxConfig Sandbox { get; init; }
    public required PodObjects Objects { get; init; }
    public required IReadOnlyDictionary<string, string> Volumes { get; init; }
    public required ImmutableArray<string> Addresses { get; init; }
    public PodStart? Start { get; init; }
}
