using KubeSharp.Cri;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Images;

namespace KubeSharp.Server;

/// <summary>A containerd that is the node's own.</summary>
internal sealed class OwnContainerd(ContainerdOptions options, TimeProvider time) : INodeRuntime
{
    private readonly ContainerdInstance _containerd = new(options, time);

    /// <inheritdoc/>
    public IContainerRuntime Runtime => _containerd.Runtime;

    /// <inheritdoc/>
    public ValueTask<IImageStore?> ImagesAsync(CancellationToken cancellation) => new(new ImageLoader(_containerd.SocketPath));

    /// <inheritdoc/>
    public Task EnsureRunningAsync(CancellationToken cancellation) => _containerd.EnsureRunningAsync(cancellation);

    /// <inheritdoc/>
    public Task RunAsync(Action started, Action<string> failed, CancellationToken cancellation) => _containerd.RunAsync(started, e => failed(e.Message), cancellation);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_containerd.Process is not null) { await _containerd.RemovePodsAsync(cancellation); }
        await _containerd.StopAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(CancellationToken cancellation) => _containerd.DeleteAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _containerd.DisposeAsync();
}
