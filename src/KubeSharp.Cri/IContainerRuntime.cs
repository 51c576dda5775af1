using KubeSharp.Cri.V1;

namespace KubeSharp.Cri;

/// <summary>
/// A container runtime as the node agent sees it: the calls of CRI v1, whatever stands behind them. Every call may be repeated.
/// Failures are <see cref="CriException"/>.
/// </summary>
public interface IContainerRuntime : IAsyncDisposable
{
    /// <summary>Where the runtime is reached, such as unix:///run/containerd/containerd.sock.</summary>
    string Endpoint { get; }

    /// <summary>Name and versions of the runtime.</summary>
    Task<VersionResponse> VersionAsync(VersionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Whether the runtime and its network are ready.</summary>
    Task<StatusResponse> StatusAsync(StatusRequest request, CancellationToken cancellationToken = default);

    /// <summary>The runtime's cgroup driver. Unimplemented before containerd 2.0.</summary>
    Task<RuntimeConfigResponse> RuntimeConfigAsync(RuntimeConfigRequest request, CancellationToken cancellationToken = default);

    /// <summary>Tells the runtime the node's pod address ranges.</summary>
    Task<UpdateRuntimeConfigResponse> UpdateRuntimeConfigAsync(UpdateRuntimeConfigRequest request, CancellationToken cancellationToken = default);

    /// <summary>Makes and starts a sandbox: namespaces, network, cgroup.</summary>
    Task<RunPodSandboxResponse> RunPodSandboxAsync(RunPodSandboxRequest request, CancellationToken cancellationToken = default);

    /// <summary>Kills the sandbox's containers and gives its addresses back. A sandbox that is gone is no error.</summary>
    Task<StopPodSandboxResponse> StopPodSandboxAsync(StopPodSandboxRequest request, CancellationToken cancellationToken = default);

    /// <summary>Removes a sandbox and all that is in it. A sandbox that is gone is no error.</summary>
    Task<RemovePodSandboxResponse> RemovePodSandboxAsync(RemovePodSandboxRequest request, CancellationToken cancellationToken = default);

    /// <summary>One sandbox; <see cref="CriError.NotFound"/> when it is gone.</summary>
    Task<PodSandboxStatusResponse> PodSandboxStatusAsync(PodSandboxStatusRequest request, CancellationToken cancellationToken = default);

    /// <summary>The sandboxes a filter selects.</summary>
    Task<ListPodSandboxResponse> ListPodSandboxAsync(ListPodSandboxRequest request, CancellationToken cancellationToken = default);

    /// <summary>Tells the runtime that the pod's resources changed. Unimplemented before containerd 2.1.</summary>
    Task<UpdatePodSandboxResourcesResponse> UpdatePodSandboxResourcesAsync(UpdatePodSandboxResourcesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Makes a container in a sandbox; it does not run yet.</summary>
    Task<CreateContainerResponse> CreateContainerAsync(CreateContainerRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts a container that was made.</summary>
    Task<StartContainerResponse> StartContainerAsync(StartContainerRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends the stop signal, and SIGKILL after the request's time. A container that is gone is no error.</summary>
    Task<StopContainerResponse> StopContainerAsync(StopContainerRequest request, CancellationToken cancellationToken = default);

    /// <summary>Removes a container, killing it when it runs. A container that is gone is no error.</summary>
    Task<RemoveContainerResponse> RemoveContainerAsync(RemoveContainerRequest request, CancellationToken cancellationToken = default);

    /// <summary>One container; <see cref="CriError.NotFound"/> when it is gone.</summary>
    Task<ContainerStatusResponse> ContainerStatusAsync(ContainerStatusRequest request, CancellationToken cancellationToken = default);

    /// <summary>The containers a filter selects.</summary>
    Task<ListContainersResponse> ListContainersAsync(ListContainersRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes the limits of a running container.</summary>
    Task<UpdateContainerResourcesResponse> UpdateContainerResourcesAsync(UpdateContainerResourcesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Opens the log file anew after it was moved away.</summary>
    Task<ReopenContainerLogResponse> ReopenContainerLogAsync(ReopenContainerLogRequest request, CancellationToken cancellationToken = default);

    /// <summary>Writes the state of a running container to an archive.</summary>
    Task<CheckpointContainerResponse> CheckpointContainerAsync(CheckpointContainerRequest request, CancellationToken cancellationToken = default);

    /// <summary>Runs a command in a container and waits for it.</summary>
    Task<ExecSyncResponse> ExecSyncAsync(ExecSyncRequest request, CancellationToken cancellationToken = default);

    /// <summary>Prepares a command in a container: a URL to stream it at.</summary>
    Task<ExecResponse> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default);

    /// <summary>Prepares attaching to a container: a URL to stream at.</summary>
    Task<AttachResponse> AttachAsync(AttachRequest request, CancellationToken cancellationToken = default);

    /// <summary>Prepares forwarding to a sandbox's ports: a URL to stream at.</summary>
    Task<PortForwardResponse> PortForwardAsync(PortForwardRequest request, CancellationToken cancellationToken = default);

    /// <summary>Usage of one container.</summary>
    Task<ContainerStatsResponse> ContainerStatsAsync(ContainerStatsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Usage of the containers a filter selects.</summary>
    Task<ListContainerStatsResponse> ListContainerStatsAsync(ListContainerStatsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Usage of one sandbox.</summary>
    Task<PodSandboxStatsResponse> PodSandboxStatsAsync(PodSandboxStatsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Usage of the sandboxes a filter selects.</summary>
    Task<ListPodSandboxStatsResponse> ListPodSandboxStatsAsync(ListPodSandboxStatsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The metrics the runtime offers. Unimplemented before containerd 2.0.</summary>
    Task<ListMetricDescriptorsResponse> ListMetricDescriptorsAsync(ListMetricDescriptorsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The metrics of every sandbox. Unimplemented before containerd 2.0.</summary>
    Task<ListPodSandboxMetricsResponse> ListPodSandboxMetricsAsync(ListPodSandboxMetricsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts, stops and removals as they happen, until cancelled. Unimplemented before containerd 1.7: list instead.</summary>
    IAsyncEnumerable<ContainerEventResponse> GetContainerEventsAsync(CancellationToken cancellationToken = default);

    /// <summary>The images on the node.</summary>
    Task<ListImagesResponse> ListImagesAsync(ListImagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>One image; its absence is an empty answer.</summary>
    Task<ImageStatusResponse> ImageStatusAsync(ImageStatusRequest request, CancellationToken cancellationToken = default);

    /// <summary>Fetches an image; may take as long as it takes.</summary>
    Task<PullImageResponse> PullImageAsync(PullImageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Removes an image. An image that is gone is no error.</summary>
    Task<RemoveImageResponse> RemoveImageAsync(RemoveImageRequest request, CancellationToken cancellationToken = default);

    /// <summary>How full the image file systems are.</summary>
    Task<ImageFsInfoResponse> ImageFsInfoAsync(ImageFsInfoRequest request, CancellationToken cancellationToken = default);
}
