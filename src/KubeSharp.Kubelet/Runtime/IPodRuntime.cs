using System.Collections.Immutable;
using System.Text;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>
/// What the agent needs of a container runtime. Failures are <see cref="RuntimeException"/>; what is gone already is no failure when it is
/// to be stopped or removed.
/// </summary>
public interface IPodRuntime
{
    /// <summary>Name and version.</summary>
    Task<RuntimeVersion> GetVersionAsync(CancellationToken cancellation);

    /// <summary>Whether it and its network are ready.</summary>
    Task<RuntimeReadiness> GetReadinessAsync(CancellationToken cancellation);

    /// <summary>Ids and states of everything, cheaply: what a poll compares.</summary>
    Task<ImmutableArray<RuntimeSighting>> ListAsync(CancellationToken cancellation);

    /// <summary>One pod in full. Details of containers that are in <paramref name="previous"/> in the same state are taken from there.</summary>
    Task<PodActual> GetPodAsync(string uid, PodActual? previous, CancellationToken cancellation);

    /// <summary>Makes and starts a sandbox; returns its id.</summary>
    Task<string> RunSandboxAsync(SandboxConfig config, CancellationToken cancellation);

    /// <summary>Ends a sandbox and all in it, gives back its address. Can be repeated.</summary>
    Task StopSandboxAsync(string id, CancellationToken cancellation);

    /// <summary>Removes a sandbox and its containers. Can be repeated.</summary>
    Task RemoveSandboxAsync(string id, CancellationToken cancellation);

    /// <summary>Makes a container; returns its id.</summary>
    Task<string> CreateContainerAsync(string sandboxId, ContainerConfig container, SandboxConfig sandbox, CancellationToken cancellation);

    /// <summary>Starts it.</summary>
    Task StartContainerAsync(string id, CancellationToken cancellation);

    /// <summary>Asks it to end and kills it after the grace.</summary>
    Task StopContainerAsync(string id, TimeSpan grace, CancellationToken cancellation);

    /// <summary>Removes it.</summary>
    Task RemoveContainerAsync(string id, CancellationToken cancellation);

    /// <summary>Changes its limits.</summary>
    Task UpdateResourcesAsync(string id, ContainerResources resources, CancellationToken cancellation);

    /// <summary>Opens its log file anew after a rotation.</summary>
    Task ReopenLogAsync(string id, CancellationToken cancellation);

    /// <summary>Runs a command in it and waits.</summary>
    Task<ExecOutcome> ExecAsync(string id, ImmutableArray<string> command, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Address at which the runtime serves a streaming exec.</summary>
    Task<Uri> GetExecAddressAsync(string id, ExecRequest request, CancellationToken cancellation);

    /// <summary>Address at which the runtime serves an attach.</summary>
    Task<Uri> GetAttachAddressAsync(string id, ExecRequest request, CancellationToken cancellation);

    /// <summary>Address at which the runtime serves a port-forward.</summary>
    Task<Uri> GetPortForwardAddressAsync(string sandboxId, ImmutableArray<int> ports, CancellationToken cancellation);

    /// <summary>The image where it is present; null otherwise.</summary>
    Task<ImageActual?> FindImageAsync(string reference, CancellationToken cancellation);

    /// <summary>All images.</summary>
    Task<ImmutableArray<ImageActual>> ListImagesAsync(CancellationToken cancellation);

    /// <summary>Brings an image; returns its reference.</summary>
    Task<string> PullImageAsync(string reference, RegistryLogin? login, SandboxConfig? sandbox, CancellationToken cancellation);

    /// <summary>Removes an image.</summary>
    Task RemoveImageAsync(string reference, CancellationToken cancellation);

    /// <summary>What all running containers use.</summary>
    Task<ImmutableArray<ContainerUsage>> GetUsageAsync(CancellationToken cancellation);

    /// <summary>Where pods get their addresses from.</summary>
    Task SetPodRangeAsync(string podRange, CancellationToken cancellation);

    /// <summary>What is counted of its calls, in Prometheus' text form; default: nothing is.</summary>
    void WriteMetrics(StringBuilder text) { }
}
