using KubeSharp.Cri.Streaming;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>
/// A Docker Engine as a node's container runtime: what the runtime interface asks for, said in the engine's words. The engine may be used by
/// others at the same time; only containers with this node's mark are seen. What it cannot do (checkpoints, users of a pod's own, read-only
/// mounts below mounts) is refused or told as not possible. Source: Docker Engine API; the runtime interface as cri-dockerd shows it.
/// </summary>
public sealed class DockerRuntime : IContainerRuntime
{
    private readonly DockerClient _docker;
    private readonly DockerLogs _logs;
    private readonly SandboxNetworks _networks;
    private readonly DockerSandboxes _sandboxes;
    private readonly DockerContainers _containers;
    private readonly DockerExecs _execs;
    private readonly DockerImages _images;
    private readonly DockerStatistics _statistics;
    private bool? _usesSystemd;

    /// <summary>Connects at the first call, not here.</summary>
    /// <param name="options">How the engine is used.</param>
    /// <param name="streams">Serves exec, attach and port-forward.</param>
    /// <param name="time">Clock.</param>
    public DockerRuntime(DockerOptions options, IStreamServer streams, TimeProvider time)
    {
        _docker = new DockerClient(options.SocketPath);
        _logs = new DockerLogs(_docker, time);
        _networks = new SandboxNetworks(options);
        _sandboxes = new DockerSandboxes(_docker, options, _networks, UsesSystemdAsync, time);
        _containers = new DockerContainers(_docker, options, _logs, UsesSystemdAsync, time);
        _execs = new DockerExecs(_docker, _sandboxes, streams, time);
        _images = new DockerImages(_docker, options, time);
        _statistics = new DockerStatistics(_docker, options, time);
    }

    /// <inheritdoc/>
    public string Endpoint => _docker.Endpoint;

    public async Task<VersionResponse> VersionAsync(VersionRequest request, CancellationToken cancellationToken = default)
    {
        var version = await _docker.GetAsync(new DockerCall("Version", null), "/version", cancellationToken).ConfigureAwait(false);
        return new VersionResponse { Version = request.Version, RuntimeName = "docker", RuntimeVersion = version.TextAt("Version"), RuntimeApiVersion = version.TextAt("ApiVersion") };
    }

    public async Task<StatusResponse> StatusAsync(StatusRequest request, CancellationToken cancellationToken = default)
    {
        await _docker.GetAsync(new DockerCall("Status", null), "/_ping", cancellationToken).ConfigureAwait(false);
        var network = new RuntimeCondition { Type = "NetworkReady", Status = _networks.IsConfigured };
        if (!network.Status) { (network.Reason, network.Message) = ("NetworkPluginNotReady", "cni config uninitialized"); }
        var status = new StatusResponse { Status = new RuntimeStatus() };
        status.Status.Conditions.Add([new RuntimeCondition { Type = "RuntimeReady", Status = true }, network]);
        status.RuntimeHandlers.Add(new RuntimeHandler { Features = new RuntimeHandlerFeatures() });
        return status;
    }

    public async Task<RuntimeConfigResponse> RuntimeConfigAsync(RuntimeConfigRequest request, CancellationToken cancellationToken = default) => new()
    {
        Linux = new LinuxRuntimeConfiguration { CgroupDriver = await UsesSystemdAsync(cancellationToken).ConfigureAwait(false) ? CgroupDriver.Systemd : CgroupDriver.Cgroupfs },
    };

    // The node's range is in the network's configuration.
    public Task<UpdateRuntimeConfigResponse> UpdateRuntimeConfigAsync(UpdateRuntimeConfigRequest request, CancellationToken cancellationToken = default) => Task.FromResult(new UpdateRuntimeConfigResponse());

    public async Task<RunPodSandboxResponse> RunPodSandboxAsync(RunPodSandboxRequest request, CancellationToken cancellationToken = default)
    {
        if (request.RuntimeHandler.Length > 0) { throw new CriException(CriError.InvalidArgument, "RunPodSandbox", Subject.Of(request.Config), $"no runtime for \"{request.RuntimeHandler}\" is configured"); }
        return new RunPodSandboxResponse { PodSandboxId = await _sandboxes.RunAsync(request.Config, cancellationToken).ConfigureAwait(false) };
    }

    public async Task<StopPodSandboxResponse> StopPodSandboxAsync(StopPodSandboxRequest request, CancellationToken cancellationToken = default)
    {
        await _sandboxes.StopAsync(request.PodSandboxId, cancellationToken).ConfigureAwait(false);
        return new StopPodSandboxResponse();
    }

    public async Task<RemovePodSandboxResponse> RemovePodSandboxAsync(RemovePodSandboxRequest request, CancellationToken cancellationToken = default)
    {
        await _sandboxes.RemoveAsync(request.PodSandboxId, cancellationToken).ConfigureAwait(false);
        return new RemovePodSandboxResponse();
    }

    public async Task<PodSandboxStatusResponse> PodSandboxStatusAsync(PodSandboxStatusRequest request, CancellationToken cancellationToken = default) =>
        new() { Status = await _sandboxes.StatusAsync(request.PodSandboxId, cancellationToken).ConfigureAwait(false) };

    public async Task<ListPodSandboxResponse> ListPodSandboxAsync(ListPodSandboxRequest request, CancellationToken cancellationToken = default)
    {
        var response = new ListPodSandboxResponse();
        response.Items.Add(await _sandboxes.ListAsync(request.Filter, cancellationToken).ConfigureAwait(false));
        return response;
    }

    // The pod's control group is the agent's.
    public Task<UpdatePodSandboxResourcesResponse> UpdatePodSandboxResourcesAsync(UpdatePodSandboxResourcesRequest request, CancellationToken cancellationToken = default) => Task.FromResult(new UpdatePodSandboxResourcesResponse());

    public async Task<CreateContainerResponse> CreateContainerAsync(CreateContainerRequest request, CancellationToken cancellationToken = default) =>
        new() { ContainerId = await _containers.CreateAsync(request, cancellationToken).ConfigureAwait(false) };

    public async Task<StartContainerResponse> StartContainerAsync(StartContainerRequest request, CancellationToken cancellationToken = default)
    {
        await _containers.StartAsync(request.ContainerId, cancellationToken).ConfigureAwait(false);
        return new StartContainerResponse();
    }

    public async Task<StopContainerResponse> StopContainerAsync(StopContainerRequest request, CancellationToken cancellationToken = default)
    {
        await _containers.StopAsync(request.ContainerId, request.Timeout, cancellationToken).ConfigureAwait(false);
        return new StopContainerResponse();
    }

    public async Task<RemoveContainerResponse> RemoveContainerAsync(RemoveContainerRequest request, CancellationToken cancellationToken = default)
    {
        await _containers.RemoveAsync(request.ContainerId, cancellationToken).ConfigureAwait(false);
        return new RemoveContainerResponse();
    }

    public async Task<ContainerStatusResponse> ContainerStatusAsync(ContainerStatusRequest request, CancellationToken cancellationToken = default) =>
        new() { Status = await _containers.StatusAsync(request.ContainerId, cancellationToken).ConfigureAwait(false) };

    public async Task<ListContainersResponse> ListContainersAsync(ListContainersRequest request, CancellationToken cancellationToken = default)
    {
        var response = new ListContainersResponse();
        response.Containers.Add(await _containers.ListAsync(request.Filter, cancellationToken).ConfigureAwait(false));
        return response;
    }

    public async Task<UpdateContainerResourcesResponse> UpdateContainerResourcesAsync(UpdateContainerResourcesRequest request, CancellationToken cancellationToken = default)
    {
        await _containers.UpdateAsync(request.ContainerId, request.Linux ?? new LinuxContainerResources(), cancellationToken).ConfigureAwait(false);
        return new UpdateContainerResourcesResponse();
    }

    public Task<ReopenContainerLogResponse> ReopenContainerLogAsync(ReopenContainerLogRequest request, CancellationToken cancellationToken = default)
    {
        _logs.Reopen(request.ContainerId);
        return Task.FromResult(new ReopenContainerLogResponse());
    }

    public Task<CheckpointContainerResponse> CheckpointContainerAsync(CheckpointContainerRequest request, CancellationToken cancellationToken = default) => throw Unimplemented("CheckpointContainer");

    public Task<ExecSyncResponse> ExecSyncAsync(ExecSyncRequest request, CancellationToken cancellationToken = default) => _execs.RunAsync(request, cancellationToken);

    public async Task<ExecResponse> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default) => new() { Url = (await _execs.OfferAsync(request, cancellationToken).ConfigureAwait(false)).ToString() };

    public async Task<AttachResponse> AttachAsync(AttachRequest request, CancellationToken cancellationToken = default) => new() { Url = (await _execs.OfferAsync(request, cancellationToken).ConfigureAwait(false)).ToString() };

    public async Task<PortForwardResponse> PortForwardAsync(PortForwardRequest request, CancellationToken cancellationToken = default) => new() { Url = (await _execs.OfferAsync(request, cancellationToken).ConfigureAwait(false)).ToString() };

    public async Task<ContainerStatsResponse> ContainerStatsAsync(ContainerStatsRequest request, CancellationToken cancellationToken = default) =>
        new() { Stats = (await _statistics.ListAsync(new ContainerStatsFilter { Id = request.ContainerId }, cancellationToken).ConfigureAwait(false)).FirstOrDefault() };

    public async Task<ListContainerStatsResponse> ListContainerStatsAsync(ListContainerStatsRequest request, CancellationToken cancellationToken = default)
    {
        var response = new ListContainerStatsResponse();
        response.Stats.Add(await _statistics.ListAsync(request.Filter, cancellationToken).ConfigureAwait(false));
        return response;
    }

    public Task<PodSandboxStatsResponse> PodSandboxStatsAsync(PodSandboxStatsRequest request, CancellationToken cancellationToken = default) => throw Unimplemented("PodSandboxStats");

    public Task<ListPodSandboxStatsResponse> ListPodSandboxStatsAsync(ListPodSandboxStatsRequest request, CancellationToken cancellationToken = default) => throw Unimplemented("ListPodSandboxStats");

    public Task<ListMetricDescriptorsResponse> ListMetricDescriptorsAsync(ListMetricDescriptorsRequest request, CancellationToken cancellationToken = default) => throw Unimplemented("ListMetricDescriptors");

    public Task<ListPodSandboxMetricsResponse> ListPodSandboxMetricsAsync(ListPodSandboxMetricsRequest request, CancellationToken cancellationToken = default) => throw Unimplemented("ListPodSandboxMetrics");

    public IAsyncEnumerable<ContainerEventResponse> GetContainerEventsAsync(CancellationToken cancellationToken = default) => throw Unimplemented("GetContainerEvents");

    public async Task<ListImagesResponse> ListImagesAsync(ListImagesRequest request, CancellationToken cancellationToken = default)
    {
        var response = new ListImagesResponse();
        if (request.Filter?.Image?.Image is { Length: > 0 } one)
        {
            if (await _images.FindAsync(one, cancellationToken).ConfigureAwait(false) is { } image) { response.Images.Add(image); }
        }
        else { response.Images.Add(await _images.ListAsync(cancellationToken).ConfigureAwait(false)); }
        return response;
    }

    public async Task<ImageStatusResponse> ImageStatusAsync(ImageStatusRequest request, CancellationToken cancellationToken = default) =>
        new() { Image = await _images.FindAsync(request.Image.Image, cancellationToken).ConfigureAwait(false) };

    public async Task<PullImageResponse> PullImageAsync(PullImageRequest request, CancellationToken cancellationToken = default) =>
        new() { ImageRef = await _images.PullAsync(request.Image.Image, request.Auth, cancellationToken).ConfigureAwait(false) };

    public async Task<RemoveImageResponse> RemoveImageAsync(RemoveImageRequest request, CancellationToken cancellationToken = default)
    {
        await _images.RemoveAsync(request.Image.Image, cancellationToken).ConfigureAwait(false);
        return new RemoveImageResponse();
    }

    public async Task<ImageFsInfoResponse> ImageFsInfoAsync(ImageFsInfoRequest request, CancellationToken cancellationToken = default)
    {
        var (response, usage) = (new ImageFsInfoResponse(), await _images.UsageAsync(cancellationToken).ConfigureAwait(false));
        response.ImageFilesystems.Add(usage);
        response.ContainerFilesystems.Add(usage);
        return response;
    }

    /// <summary>Stops and removes every pod of this node; others' containers and all images stay.</summary>
    /// <exception cref="CriException">The engine refused or does not answer.</exception>
    public async Task RemovePodsAsync(CancellationToken cancellationToken)
    {
        var sandboxes = await _sandboxes.ListAsync(null, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(sandboxes.Select(s => _sandboxes.RemoveAsync(s.Id, cancellationToken))).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _logs.DisposeAsync().ConfigureAwait(false);
        _docker.Dispose();
    }

    private async Task<bool> UsesSystemdAsync(CancellationToken cancellationToken) =>
        _usesSystemd ??= (await _docker.GetAsync(new DockerCall("Status", null), "/info", cancellationToken).ConfigureAwait(false)).TextAt("CgroupDriver") == "systemd";

    private CriException Unimplemented(string operation) => new(CriError.Unimplemented, operation, null, $"a Docker Engine ({Endpoint}) does not offer it");
}
