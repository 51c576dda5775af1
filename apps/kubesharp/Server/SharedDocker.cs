using KubeSharp.Bootstrap.Local;
using KubeSharp.Cri;
using KubeSharp.Cri.Docker;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.V1;
using KubeSharp.Kubelet.Streams;

namespace KubeSharp.Server;

/// <summary>The machine's Docker Engine, which others use too: only what bears the node's mark is touched, and the engine is neither started nor ended.</summary>
internal sealed class SharedDocker : INodeRuntime
{
    private readonly DockerOptions _options;
    private readonly StreamServer _streams;
    private readonly DockerRuntime _docker;
    private readonly DockerImageStore _images;
    private readonly TimeProvider _time;

    /// <summary>Connects at the first call, not here.</summary>
    public SharedDocker(DockerOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _streams = new StreamServer(time);
        _docker = new DockerRuntime(options, _streams, time);
        _images = new DockerImageStore(options.SocketPath);
    }

    /// <inheritdoc/>
    public IContainerRuntime Runtime => _docker;

    /// <inheritdoc/>
    public ValueTask<IImageStore?> ImagesAsync(CancellationToken cancellation) => new(_images);

    /// <inheritdoc/>
    public async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        try { await _docker.StatusAsync(new StatusRequest(), cancellation); }
        catch (CriException e) { throw new LocalClusterException($"the Docker Engine does not answer at {_options.SocketPath}: start it (systemctl start docker), or leave --runtime away", e); }
    }

    /// <inheritdoc/>
    public Task RunAsync(Action started, Action<string> failed, CancellationToken cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        try { await _docker.RemovePodsAsync(cancellation); }
        catch (CriException e) { throw new LocalClusterException($"the pods cannot be removed: {e.Message}; start the Docker Engine and try again", e); }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(CancellationToken cancellation)
    {
        await StopAsync(cancellation);
        // Another cluster may use it.
        try { await _docker.RemoveImageAsync(new RemoveImageRequest { Image = new ImageSpec { Image = _options.SandboxImage } }, cancellation); }
        catch (CriException e) when (e.Error == CriError.AlreadyExists) { }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _docker.DisposeAsync();
        _images.Dispose();
        await _streams.DisposeAsync();
    }
}
