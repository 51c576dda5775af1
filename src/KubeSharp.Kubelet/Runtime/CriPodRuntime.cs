using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KubeSharp.Cri;
using KubeSharp.Cri.V1;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>Pods on a runtime that speaks CRI v1: containerd, CRI-O.</summary>
/// <param name="cri">The runtime.</param>
/// <param name="kills">What the kernel killed for want of memory.</param>
/// <param name="time">Clock.</param>
public sealed class CriPodRuntime(IContainerRuntime cri, MemoryKills kills, TimeProvider time) : IPodRuntime
{
    private static readonly TimeSpan _startPatience = TimeSpan.FromSeconds(10);

    private readonly RuntimeOperations _operations = new(time);
    private readonly StartGate _starts = new(2 * Environment.ProcessorCount, _startPatience, time);
    private string _name = "containerd";

    /// <inheritdoc/>
    public async Task<RuntimeVersion> GetVersionAsync(CancellationToken cancellation)
    {
        var answer = await Call("version", () => cri.VersionAsync(new VersionRequest { Version = "v1" }, cancellation));
        _name = answer.RuntimeName;
        return new RuntimeVersion(answer.RuntimeName, answer.RuntimeVersion);
    }

    /// <inheritdoc/>
    public async Task<RuntimeReadiness> GetReadinessAsync(CancellationToken cancellation)
    {
        var answer = await Call("status", () => cri.StatusAsync(new StatusRequest(), cancellation));
        var (runtime, network, message) = (false, false, new List<string>());
        foreach (var condition in answer.Status.Conditions)
        {
            if (condition.Type == "RuntimeReady") { runtime = condition.Status; }
            if (condition.Type == "NetworkReady") { network = condition.Status; }
            if (!condition.Status) { message.Add($"{condition.Reason}: {condition.Message}"); }
        }
        return new RuntimeReadiness(runtime, network, string.Join("; ", message))
        {
            Handlers = [.. answer.RuntimeHandlers.Select(static h => new HandlerAbility(h.Name, h.Features?.UserNamespaces == true, h.Features?.RecursiveReadOnlyMounts == true))],
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<RuntimeSighting>> ListAsync(CancellationToken cancellation)
    {
        var sandboxes = await Call("list_podsandbox", () => cri.ListPodSandboxAsync(new ListPodSandboxRequest(), cancellation));
        var containers = await Call("list_containers", () => cri.ListContainersAsync(new ListContainersRequest(), cancellation));
        var seen = ImmutableArray.CreateBuilder<RuntimeSighting>(sandboxes.Items.Count + containers.Containers.Count);
        foreach (var sandbox in sandboxes.Items)
        {
            seen.Add(new RuntimeSighting(sandbox.Metadata.Uid, sandbox.Metadata.Namespace, sandbox.Metadata.Name, sandbox.Id, true,
                sandbox.State == PodSandboxState.SandboxReady ? ContainerPhase.Running : ContainerPhase.Exited));
        }
        foreach (var container in containers.Containers)
        {
            seen.Add(new RuntimeSighting(Label(container.Labels, ContainerLabels.PodUid), Label(container.Labels, ContainerLabels.PodNamespace),
                Label(container.Labels, ContainerLabels.PodName), container.Id, false, PhaseOf(container.State)));
        }
        return seen.ToImmutable();
    }

    /// <inheritdoc/>
    public async Task<PodActual> GetPodAsync(string uid, PodActual? previous, CancellationToken cancellation)
    {
        var byUid = new PodSandboxFilter();
        byUid.LabelSelector.Add(ContainerLabels.PodUid, uid);
        var ofPod = new ContainerFilter();
        ofPod.LabelSelector.Add(ContainerLabels.PodUid, uid);
        var sandboxes = await Call("list_podsandbox", () => cri.ListPodSandboxAsync(new ListPodSandboxRequest { Filter = byUid }, cancellation));
        var containers = await Call("list_containers", () => cri.ListContainersAsync(new ListContainersRequest { Filter = ofPod }, cancellation));
        var (foundSandboxes, foundContainers) = (new List<SandboxActual>(), new List<ContainerActual>());
        foreach (var sandbox in sandboxes.Items)
        {
            if (await SandboxAsync(sandbox, previous, cancellation) is { } found) { foundSandboxes.Add(found); }
        }
        foreach (var container in containers.Containers)
        {
            if (await ContainerAsync(container, previous, cancellation) is { } found) { foundContainers.Add(found); }
        }
        var first = sandboxes.Items.FirstOrDefault();
        return new PodActual(uid, first?.Metadata.Namespace ?? "", first?.Metadata.Name ?? "",
            [.. foundSandboxes.OrderByDescending(static s => s.CreatedAt)],
            [.. foundContainers.OrderByDescending(static c => c.CreatedAt)]);
    }

    /// <inheritdoc/>
    public async Task<string> RunSandboxAsync(SandboxConfig config, CancellationToken cancellation) =>
        (await _starts.PassAsync(() => Call("run_podsandbox", () => cri.RunPodSandboxAsync(new RunPodSandboxRequest { Config = CriMessages.Sandbox(config), RuntimeHandler = config.RuntimeHandler }, cancellation)), cancellation)).PodSandboxId;

    /// <inheritdoc/>
    public Task StopSandboxAsync(string id, CancellationToken cancellation) =>
        Gone("stop_podsandbox", () => cri.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = id }, cancellation));

    /// <inheritdoc/>
    public Task RemoveSandboxAsync(string id, CancellationToken cancellation) =>
        Gone("remove_podsandbox", () => cri.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = id }, cancellation));

    /// <inheritdoc/>
    public async Task<string> CreateContainerAsync(string sandboxId, ContainerConfig container, SandboxConfig sandbox, CancellationToken cancellation) =>
        (await Call("create_container", () => cri.CreateContainerAsync(new CreateContainerRequest
        {
            PodSandboxId = sandboxId,
            Config = CriMessages.Container(container),
            SandboxConfig = CriMessages.Sandbox(sandbox),
        }, cancellation))).ContainerId;

    /// <inheritdoc/>
    public Task StartContainerAsync(string id, CancellationToken cancellation) =>
        _starts.PassAsync(() => Call("start_container", () => cri.StartContainerAsync(new StartContainerRequest { ContainerId = id }, cancellation)), cancellation);

    /// <inheritdoc/>
    public Task StopContainerAsync(string id, TimeSpan grace, CancellationToken cancellation) =>
        Gone("stop_container", () => cri.StopContainerAsync(new StopContainerRequest { ContainerId = id, Timeout = (long)Math.Ceiling(grace.TotalSeconds) }, cancellation));

    /// <inheritdoc/>
    public Task RemoveContainerAsync(string id, CancellationToken cancellation) =>
        Gone("remove_container", () => cri.RemoveContainerAsync(new RemoveContainerRequest { ContainerId = id }, cancellation));

    /// <inheritdoc/>
    public Task UpdateResourcesAsync(string id, ContainerResources resources, CancellationToken cancellation) =>
        Call("update_container", () => cri.UpdateContainerResourcesAsync(new UpdateContainerResourcesRequest { ContainerId = id, Linux = CriMessages.Resources(resources) }, cancellation));

    /// <inheritdoc/>
    public Task ReopenLogAsync(string id, CancellationToken cancellation) =>
        Call("reopen_container_log", () => cri.ReopenContainerLogAsync(new ReopenContainerLogRequest { ContainerId = id }, cancellation));

    /// <inheritdoc/>
    public async Task<ExecOutcome> ExecAsync(string id, ImmutableArray<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        var request = new ExecSyncRequest { ContainerId = id, Timeout = (long)Math.Ceiling(timeout.TotalSeconds) };
        request.Cmd.Add(command);
        var answer = await Call("exec_sync", () => cri.ExecSyncAsync(request, cancellation));
        return new ExecOutcome(answer.ExitCode, [.. answer.Stdout.Span, .. answer.Stderr.Span]);
    }

    /// <inheritdoc/>
    public async Task<Uri> GetExecAddressAsync(string id, ExecRequest request, CancellationToken cancellation)
    {
        var message = new Cri.V1.ExecRequest { ContainerId = id, Stdin = request.Stdin, Stdout = request.Stdout, Stderr = request.Stderr, Tty = request.Tty };
        message.Cmd.Add(request.Command);
        return new Uri((await Call("exec", () => cri.ExecAsync(message, cancellation))).Url);
    }

    /// <inheritdoc/>
    public async Task<Uri> GetAttachAddressAsync(string id, ExecRequest request, CancellationToken cancellation) =>
        new((await Call("attach", () => cri.AttachAsync(
            new AttachRequest { ContainerId = id, Stdin = request.Stdin, Stdout = request.Stdout, Stderr = request.Stderr, Tty = request.Tty }, cancellation))).Url);

    /// <inheritdoc/>
    public async Task<Uri> GetPortForwardAddressAsync(string sandboxId, ImmutableArray<int> ports, CancellationToken cancellation)
    {
        var message = new PortForwardRequest { PodSandboxId = sandboxId };
        message.Port.Add(ports);
        return new Uri((await Call("port_forward", () => cri.PortForwardAsync(message, cancellation))).Url);
    }

    /// <inheritdoc/>
    public async Task<ImageActual?> FindImageAsync(string reference, CancellationToken cancellation) =>
        (await Call("image_status", () => cri.ImageStatusAsync(new ImageStatusRequest { Image = new ImageSpec { Image = reference } }, cancellation))).Image is { } image ? ImageOf(image) : null;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ImageActual>> ListImagesAsync(CancellationToken cancellation) =>
        [.. (await Call("list_images", () => cri.ListImagesAsync(new ListImagesRequest(), cancellation))).Images.Select(ImageOf)];

    /// <inheritdoc/>
    public async Task<string> PullImageAsync(string reference, RegistryLogin? login, SandboxConfig? sandbox, CancellationToken cancellation)
    {
        var request = new PullImageRequest { Image = new ImageSpec { Image = reference } };
        if (sandbox is not null) { request.SandboxConfig = CriMessages.Sandbox(sandbox); }
        if (login is not null)
        {
            // The registry is named by the image: containerd before 2 takes a host with a port for no address.
            request.Auth = new AuthConfig { Username = login.Username, Password = login.Password, IdentityToken = login.IdentityToken };
        }
        return (await Call("pull_image", () => cri.PullImageAsync(request, cancellation))).ImageRef;
    }

    /// <inheritdoc/>
    public Task RemoveImageAsync(string reference, CancellationToken cancellation) =>
        Gone("remove_image", () => cri.RemoveImageAsync(new RemoveImageRequest { Image = new ImageSpec { Image = reference } }, cancellation));

    /// <inheritdoc/>
    public async Task<ImmutableArray<ContainerUsage>> GetUsageAsync(CancellationToken cancellation)
    {
        var answer = await Call("list_container_stats", () => cri.ListContainerStatsAsync(new ListContainerStatsRequest(), cancellation));
        // An ended container may still be listed beside the one that took its place: the newest counts.
        var newest = answer.Stats.GroupBy(static s => (Label(s.Attributes.Labels, ContainerLabels.PodUid), s.Attributes.Metadata.Name)).Select(static g => g.MaxBy(static s => s.Attributes.Metadata.Attempt)!);
        return [.. newest.Select(s => new ContainerUsage(Label(s.Attributes.Labels, ContainerLabels.PodUid), Label(s.Attributes.Labels, ContainerLabels.PodNamespace),
            Label(s.Attributes.Labels, ContainerLabels.PodName), s.Attributes.Metadata.Name, s.Cpu is { Timestamp: > 0 } ? TimeOf(s.Cpu.Timestamp) : time.GetUtcNow())
        {
            CpuNanoseconds = (long)(s.Cpu?.UsageCoreNanoSeconds?.Value ?? 0),
            CpuNanocores = (long)(s.Cpu?.UsageNanoCores?.Value ?? 0),
            MemoryWorkingSetBytes = (long)(s.Memory?.WorkingSetBytes?.Value ?? 0),
            MemoryUsageBytes = (long)(s.Memory?.UsageBytes?.Value ?? 0),
            MemoryRssBytes = (long)(s.Memory?.RssBytes?.Value ?? 0),
            DiskUsedBytes = (long)(s.WritableLayer?.UsedBytes?.Value ?? 0),
            InodesUsed = (long)(s.WritableLayer?.InodesUsed?.Value ?? 0),
            MemoryKills = kills.Count(s.Attributes.Id),
            Swap = s.Swap?.SwapUsageBytes is { } swapped ? new ContainerSwap((long)swapped.Value, (long?)s.Swap.SwapAvailableBytes?.Value) : null,
        })];
    }

    /// <inheritdoc/>
    public Task SetPodRangeAsync(string podRange, CancellationToken cancellation) => Call("update_runtime_config", () => cri.UpdateRuntimeConfigAsync(
        new UpdateRuntimeConfigRequest { RuntimeConfig = new RuntimeConfig { NetworkConfig = new NetworkConfig { PodCidr = podRange } } }, cancellation));

    /// <inheritdoc/>
    public void WriteMetrics(StringBuilder text) => _operations.Write(text);

    private async Task<SandboxActual?> SandboxAsync(PodSandbox sandbox, PodActual? previous, CancellationToken cancellation)
    {
        var ready = sandbox.State == PodSandboxState.SandboxReady;
        if (previous?.Sandboxes.FirstOrDefault(s => s.Id == sandbox.Id && s.IsReady == ready) is { } known) { return known; }
        var actual = new SandboxActual(sandbox.Id, (int)sandbox.Metadata.Attempt, ready, TimeOf(sandbox.CreatedAt));
        if (!ready) { return actual; }
        try
        {
            var status = (await Call("podsandbox_status", () => cri.PodSandboxStatusAsync(new PodSandboxStatusRequest { PodSandboxId = sandbox.Id }, cancellation))).Status;
            return status.Network is { Ip.Length: > 0 } network ? actual with { Addresses = [network.Ip, .. network.AdditionalIps.Select(static a => a.Ip)] } : actual;
        }
        catch (RuntimeException e) when (e.Code == nameof(CriError.NotFound)) { return null; }
    }

    private async Task<ContainerActual?> ContainerAsync(Container container, PodActual? previous, CancellationToken cancellation)
    {
        var phase = PhaseOf(container.State);
        if (phase != ContainerPhase.Unknown && previous?.Containers.FirstOrDefault(c => c.Id == container.Id && c.State == phase) is { } known) { return known; }
        try
        {
            var status = (await Call("container_status", () => cri.ContainerStatusAsync(new ContainerStatusRequest { ContainerId = container.Id }, cancellation))).Status;
            return Detailed(status, container.PodSandboxId);
        }
        catch (RuntimeException e) when (e.Code == nameof(CriError.NotFound)) { return null; }
    }

    private ContainerActual Detailed(ContainerStatus status, string sandboxId) =>
        new(status.Id, sandboxId, status.Metadata.Name, (int)status.Metadata.Attempt, PhaseOf(status.State))
        {
            Runtime = _name,
            Image = status.Image?.UserSpecifiedImage is { Length: > 0 } asked ? asked : status.Image?.Image ?? "",
            ImageId = status.ImageRef.Length > 0 ? status.ImageRef : status.ImageId,
            CreatedAt = TimeOf(status.CreatedAt),
            StartedAt = status.StartedAt > 0 ? TimeOf(status.StartedAt) : null,
            FinishedAt = status.FinishedAt > 0 ? TimeOf(status.FinishedAt) : null,
            ExitCode = status.ExitCode,
            Reason = status.ExitCode != 0 && kills.Count(status.Id) > 0 ? MemoryKills.Reason : status.Reason,
            Message = status.Message,
            LogPath = status.LogPath,
            SpecHash = Label(status.Annotations, ContainerLabels.Hash),
            TerminationMessagePath = Label(status.Annotations, ContainerLabels.TerminationMessagePath),
            GracePeriodSeconds = long.TryParse(Label(status.Annotations, ContainerLabels.GracePeriod), NumberStyles.Integer, CultureInfo.InvariantCulture, out var grace) ? grace : null,
            User = status.User?.Linux is { } user ? (user.Uid, user.Gid, [.. user.SupplementalGroups]) : null,
        };

    private static ImageActual ImageOf(Image image) => new(image.Id, [.. image.RepoTags], [.. image.RepoDigests], (long)image.Size)
    {
        UserId = image.Uid?.Value,
        UserName = image.Username,
        Pinned = image.Pinned,
    };

    private static string Label(Google.Protobuf.Collections.MapField<string, string> labels, string name) => labels.TryGetValue(name, out var value) ? value : "";

    private static DateTimeOffset TimeOf(long unixNanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(unixNanoseconds / TimeSpan.NanosecondsPerTick);

    private static ContainerPhase PhaseOf(ContainerState state) => state switch
    {
        ContainerState.ContainerCreated => ContainerPhase.Created,
        ContainerState.ContainerRunning => ContainerPhase.Running,
        ContainerState.ContainerExited => ContainerPhase.Exited,
        _ => ContainerPhase.Unknown,
    };

    private async Task<T> Call<T>(string operation, Func<Task<T>> call)
    {
        try { return await _operations.CountAsync(operation, call); }
        catch (CriException e) { throw new RuntimeException(e.Detail, e.Error.ToString(), e); }
    }

    private async Task Gone<T>(string operation, Func<Task<T>> call)
    {
        try { await Call(operation, call); }
        catch (RuntimeException e) when (e.Code == nameof(CriError.NotFound)) { }
    }
}
