using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri;

/// <summary>
/// A runtime that speaks CRI v1 over a Unix socket: containerd, CRI-O. One connection, shared by all callers, made anew when the runtime
/// was restarted. Every call but pulling an image and an unbounded exec has a deadline.
/// </summary>
public sealed class CriClient : IContainerRuntime
{
    /// <summary>Longest message taken, in bytes; as upstream's node agent has it.</summary>
    public const int MessageMaxBytes = 16 * 1024 * 1024;

    private readonly GrpcChannel channel;
    private readonly RuntimeService.RuntimeServiceClient runtime;
    private readonly ImageService.ImageServiceClient images;
    private readonly CriDeadlines deadlines;
    private readonly TimeProvider time;

    /// <summary>Connects at the first call, not here.</summary>
    /// <param name="endpoint">unix:///path or a path.</param>
    /// <param name="deadlines">Default: upstream's.</param>
    /// <param name="time">Default: the system's clock.</param>
    /// <param name="calls">Sees every call; null: nothing does.</param>
    /// <exception cref="ArgumentException">The endpoint is not a Unix socket's.</exception>
    public CriClient(string endpoint, CriDeadlines? deadlines = null, TimeProvider? time = null, Interceptor? calls = null)
    {
        var path = UnixEndpoint.PathOf(endpoint);
        Endpoint = UnixEndpoint.UriOf(path);
        this.deadlines = deadlines ?? new CriDeadlines();
        this.time = time ?? TimeProvider.System;
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken),
                EnableMultipleHttp2Connections = true,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MessageMaxBytes,
            MaxSendMessageSize = MessageMaxBytes,
        });
        var invoker = calls is null ? channel.CreateCallInvoker() : channel.Intercept(calls);
        runtime = new RuntimeService.RuntimeServiceClient(invoker);
        images = new ImageService.ImageServiceClient(invoker);
    }

    /// <inheritdoc/>
    public string Endpoint { get; }

    public Task<VersionResponse> VersionAsync(VersionRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("Version", null, deadlines.Call, runtime.VersionAsync, request, cancellationToken);

    public Task<StatusResponse> StatusAsync(StatusRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("Status", null, deadlines.Call, runtime.StatusAsync, request, cancellationToken);

    public Task<RuntimeConfigResponse> RuntimeConfigAsync(RuntimeConfigRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("RuntimeConfig", null, deadlines.Call, runtime.RuntimeConfigAsync, request, cancellationToken);

    public Task<UpdateRuntimeConfigResponse> UpdateRuntimeConfigAsync(UpdateRuntimeConfigRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("UpdateRuntimeConfig", null, deadlines.Call, runtime.UpdateRuntimeConfigAsync, request, cancellationToken);

    public Task<RunPodSandboxResponse> RunPodSandboxAsync(RunPodSandboxRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("RunPodSandbox", Subject.Of(request.Config), deadlines.RunPodSandbox, runtime.RunPodSandboxAsync, request, cancellationToken);

    public Task<StopPodSandboxResponse> StopPodSandboxAsync(StopPodSandboxRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("StopPodSandbox", request.PodSandboxId, deadlines.Call, runtime.StopPodSandboxAsync, request, cancellationToken);

    public Task<RemovePodSandboxResponse> RemovePodSandboxAsync(RemovePodSandboxRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("RemovePodSandbox", request.PodSandboxId, deadlines.Call, runtime.RemovePodSandboxAsync, request, cancellationToken);

    public Task<PodSandboxStatusResponse> PodSandboxStatusAsync(PodSandboxStatusRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("PodSandboxStatus", request.PodSandboxId, deadlines.Call, runtime.PodSandboxStatusAsync, request, cancellationToken);

    public Task<ListPodSandboxResponse> ListPodSandboxAsync(ListPodSandboxRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListPodSandbox", null, deadlines.Call, runtime.ListPodSandboxAsync, request, cancellationToken);

    public Task<UpdatePodSandboxResourcesResponse> UpdatePodSandboxResourcesAsync(UpdatePodSandboxResourcesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("UpdatePodSandboxResources", request.PodSandboxId, deadlines.Call, runtime.UpdatePodSandboxResourcesAsync, request, cancellationToken);

    public Task<CreateContainerResponse> CreateContainerAsync(CreateContainerRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("CreateContainer", Subject.Of(request), deadlines.Call, runtime.CreateContainerAsync, request, cancellationToken);

    public Task<StartContainerResponse> StartContainerAsync(StartContainerRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("StartContainer", request.ContainerId, deadlines.Call, runtime.StartContainerAsync, request, cancellationToken);

    public Task<StopContainerResponse> StopContainerAsync(StopContainerRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("StopContainer", request.ContainerId, deadlines.Call + TimeSpan.FromSeconds(Math.Max(0, request.Timeout)), runtime.StopContainerAsync, request, cancellationToken);

    public Task<RemoveContainerResponse> RemoveContainerAsync(RemoveContainerRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("RemoveContainer", request.ContainerId, deadlines.Call, runtime.RemoveContainerAsync, request, cancellationToken);

    public Task<ContainerStatusResponse> ContainerStatusAsync(ContainerStatusRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ContainerStatus", request.ContainerId, deadlines.Call, runtime.ContainerStatusAsync, request, cancellationToken);

    public Task<ListContainersResponse> ListContainersAsync(ListContainersRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListContainers", null, deadlines.Call, runtime.ListContainersAsync, request, cancellationToken);

    public Task<UpdateContainerResourcesResponse> UpdateContainerResourcesAsync(UpdateContainerResourcesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("UpdateContainerResources", request.ContainerId, deadlines.Call, runtime.UpdateContainerResourcesAsync, request, cancellationToken);

    public Task<ReopenContainerLogResponse> ReopenContainerLogAsync(ReopenContainerLogRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ReopenContainerLog", request.ContainerId, deadlines.Call, runtime.ReopenContainerLogAsync, request, cancellationToken);

    public Task<CheckpointContainerResponse> CheckpointContainerAsync(CheckpointContainerRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("CheckpointContainer", request.ContainerId, request.Timeout > 0 ? deadlines.Call + TimeSpan.FromSeconds(request.Timeout) : null, runtime.CheckpointContainerAsync, request, cancellationToken);

    public Task<ExecSyncResponse> ExecSyncAsync(ExecSyncRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ExecSync", request.ContainerId, request.Timeout > 0 ? deadlines.Call + TimeSpan.FromSeconds(request.Timeout) : null, runtime.ExecSyncAsync, request, cancellationToken);

    public Task<ExecResponse> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("Exec", request.ContainerId, deadlines.Call, runtime.ExecAsync, request, cancellationToken);

    public Task<AttachResponse> AttachAsync(AttachRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("Attach", request.ContainerId, deadlines.Call, runtime.AttachAsync, request, cancellationToken);

    public Task<PortForwardResponse> PortForwardAsync(PortForwardRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("PortForward", request.PodSandboxId, deadlines.Call, runtime.PortForwardAsync, request, cancellationToken);

    public Task<ContainerStatsResponse> ContainerStatsAsync(ContainerStatsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ContainerStats", request.ContainerId, deadlines.Call, runtime.ContainerStatsAsync, request, cancellationToken);

    public Task<ListContainerStatsResponse> ListContainerStatsAsync(ListContainerStatsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListContainerStats", null, deadlines.Call, runtime.ListContainerStatsAsync, request, cancellationToken);

    public Task<PodSandboxStatsResponse> PodSandboxStatsAsync(PodSandboxStatsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("PodSandboxStats", request.PodSandboxId, deadlines.Call, runtime.PodSandboxStatsAsync, request, cancellationToken);

    public Task<ListPodSandboxStatsResponse> ListPodSandboxStatsAsync(ListPodSandboxStatsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListPodSandboxStats", null, deadlines.Call, runtime.ListPodSandboxStatsAsync, request, cancellationToken);

    public Task<ListMetricDescriptorsResponse> ListMetricDescriptorsAsync(ListMetricDescriptorsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListMetricDescriptors", null, deadlines.Call, runtime.ListMetricDescriptorsAsync, request, cancellationToken);

    public Task<ListPodSandboxMetricsResponse> ListPodSandboxMetricsAsync(ListPodSandboxMetricsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListPodSandboxMetrics", null, deadlines.Call, runtime.ListPodSandboxMetricsAsync, request, cancellationToken);

    public async IAsyncEnumerable<ContainerEventResponse> GetContainerEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = runtime.GetContainerEvents(new GetEventsRequest(), cancellationToken: cancellationToken);
        while (await NextAsync(call.ResponseStream, cancellationToken).ConfigureAwait(false))
            yield return call.ResponseStream.Current;
    }

    public Task<ListImagesResponse> ListImagesAsync(ListImagesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ListImages", null, deadlines.Call, images.ListImagesAsync, request, cancellationToken);

    public Task<ImageStatusResponse> ImageStatusAsync(ImageStatusRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ImageStatus", request.Image?.Image, deadlines.Call, images.ImageStatusAsync, request, cancellationToken);

    public Task<PullImageResponse> PullImageAsync(PullImageRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("PullImage", request.Image?.Image, null, images.PullImageAsync, request, cancellationToken);

    public Task<RemoveImageResponse> RemoveImageAsync(RemoveImageRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("RemoveImage", request.Image?.Image, deadlines.Call, images.RemoveImageAsync, request, cancellationToken);

    public Task<ImageFsInfoResponse> ImageFsInfoAsync(ImageFsInfoRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("ImageFsInfo", null, deadlines.Call, images.ImageFsInfoAsync, request, cancellationToken);

    public ValueTask DisposeAsync()
    {
        channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        string? subject,
        TimeSpan? deadline,
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> start,
        TRequest request,
        CancellationToken cancellationToken)
    {
        DateTime? until = deadline is { } span ? time.GetUtcNow().UtcDateTime + span : null;
        try
        {
            using var call = start(request, new CallOptions(deadline: until, cancellationToken: cancellationToken));
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"{operation} was cancelled", failure, cancellationToken);
        }
        catch (RpcException failure)
        {
            throw CriException.From(operation, subject, Endpoint, failure);
        }
    }

    private async Task<bool> NextAsync(IAsyncStreamReader<ContainerEventResponse> stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.MoveNext(cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("GetContainerEvents was cancelled", failure, cancellationToken);
        }
        catch (RpcException failure)
        {
            throw CriException.From("GetContainerEvents", null, Endpoint, failure);
        }
    }
}
