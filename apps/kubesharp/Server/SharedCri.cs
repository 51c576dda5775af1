using KubeSharp.Bootstrap.Local;
using KubeSharp.Cri;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.V1;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Server;

/// <summary>A runtime of the machine's that speaks the runtime interface: containerd, CRI-O. It is the machine's to start, to configure and to end; its pods are all the node's.</summary>
internal sealed class SharedCri(string socket, TimeProvider time) : INodeRuntime
{
    /// <summary>Where such runtimes look for the network plug-ins' configuration.</summary>
    public const string CniFolder = "/etc/cni/net.d";

    private readonly CriClient _client = new(UnixEndpoint.UriOf(socket), time: time, calls: new CallSpans());

    /// <inheritdoc/>
    public IContainerRuntime Runtime => _client;

    /// <inheritdoc/>
    public async ValueTask<IImageStore?> ImagesAsync(CancellationToken cancellation) => await ImageStores.OfAsync(_client, socket, cancellation);

    /// <inheritdoc/>
    public async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        try { await _client.StatusAsync(new StatusRequest(), cancellation); }
        catch (CriException e) { throw new LocalClusterException($"the container runtime does not answer at {socket}: start it, or leave --runtime away", e); }
    }

    /// <inheritdoc/>
    public Task RunAsync(Action started, Action<string> failed, CancellationToken cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        foreach (var sandbox in (await _client.ListPodSandboxAsync(new ListPodSandboxRequest(), cancellation)).Items)
        {
            await _client.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = sandbox.Id }, cancellation);
            await _client.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = sandbox.Id }, cancellation);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(CancellationToken cancellation) => StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
