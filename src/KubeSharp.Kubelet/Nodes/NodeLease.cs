using KubeSharp.Api.Coordination.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>Renews the lease by which the control plane knows that the node lives. Source: Leases, node heartbeats.</summary>
public sealed class NodeLease(NodeAgentOptions options, IApiClient client, TimeProvider time, ILogger logger)
{
    private const string Namespace = "kube-node-lease";
    private const int RetrySeconds = 1;
    private Lease? _lease;

    /// <summary>Renews until the agent stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var wait = TimeSpan.FromSeconds(options.LeaseSeconds / 4.0);
            try { _lease = await RenewAsync(cancellation); }
            catch (Exception e) when (e is StatusException or HttpRequestException)
            {
                logger.LogDebug("the node's lease could not be renewed: {Cause}", e.Message);
                (_lease, wait) = (null, TimeSpan.FromSeconds(RetrySeconds));
            }
            await Task.Delay(wait, time, cancellation);
        }
    }

    private async Task<Lease> RenewAsync(CancellationToken cancellation)
    {
        if (_lease is null)
        {
            try { _lease = await client.GetAsync<Lease>(Namespace, options.NodeName, cancellation); }
            catch (StatusException e) when (e.Is(StatusReason.NotFound))
            {
                return await client.CreateAsync(new Lease { Metadata = new Api.Meta.V1.ObjectMeta { Namespace = Namespace, Name = options.NodeName }, Spec = Spec() }, cancellation);
            }
        }
        return await client.UpdateAsync(_lease with { Spec = Spec() }, cancellation);
    }

    private LeaseSpec Spec() => new() { HolderIdentity = options.NodeName, LeaseDurationSeconds = options.LeaseSeconds, RenewTime = time.GetUtcNow() };
}
