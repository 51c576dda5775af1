using KubeSharp.Api.Coordination.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Client.LeaderElection;

/// <summary>Of several candidates one leads: whoever holds the Lease and keeps renewing it. Source: Leases; upstream's defaults 15, 10 and 2 seconds.</summary>
public sealed class LeaderElector(IApiClient client, string ns, string name, string identity, TimeProvider time)
{
    private static readonly TimeSpan _leaseDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _renewDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _retryPeriod = TimeSpan.FromSeconds(2);
    private (string Version, DateTimeOffset At) _observed;

    /// <summary>Leads now.</summary>
    public bool IsLeader { get; private set; }

    /// <summary>Runs the work whenever this candidate leads; its token ends when the lead is lost. Returns when cancelled.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!await TryAcquireAsync(cancellation).ConfigureAwait(false))
            {
                await Task.Delay(_retryPeriod, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            IsLeader = true;
            var working = work(leading.Token);
            await KeepAsync(working, leading.Token).ConfigureAwait(false);
            IsLeader = false;
            await leading.CancelAsync().ConfigureAwait(false);
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KeepAsync(Task working, CancellationToken cancellation)
    {
        var renewed = time.GetUtcNow();
        while (!cancellation.IsCancellationRequested && !working.IsCompleted)
        {
            await Task.WhenAny(Task.Delay(_retryPeriod, time, cancellation), working).ConfigureAwait(false);
            if (cancellation.IsCancellationRequested) { return; }
            if (await TryAcquireAsync(cancellation).ConfigureAwait(false)) { renewed = time.GetUtcNow(); }
            else if (time.GetUtcNow() - renewed > _renewDeadline) { return; }
        }
    }

    private async Task<bool> TryAcquireAsync(CancellationToken cancellation)
    {
        try
        {
            var now = time.GetUtcNow();
            Lease lease;
            try { lease = await client.GetAsync<Lease>(ns, name, cancellation).ConfigureAwait(false); }
            catch (StatusException e) when (e.Is(StatusReason.NotFound))
            {
                await client.CreateAsync(new Lease { Metadata = new ObjectMeta { Name = name, Namespace = ns }, Spec = Spec(now, now, 0) }, cancellation).ConfigureAwait(false);
                return true;
            }
            // By our own clock: another machine's may differ.
            if (_observed.Version != lease.Metadata.ResourceVersion) { _observed = (lease.Metadata.ResourceVersion ?? "", now); }
            var holder = lease.Spec?.HolderIdentity ?? "";
            if (holder.Length > 0 && holder != identity && _observed.At + _leaseDuration > now) { return false; }
            var since = holder == identity ? lease.Spec?.AcquireTime ?? now : now;
            var transitions = (lease.Spec?.LeaseTransitions ?? 0) + (holder == identity ? 0 : 1);
            await client.UpdateAsync(lease with { Spec = Spec(since, now, transitions) }, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException) { return false; }
    }

    private LeaseSpec Spec(DateTimeOffset acquired, DateTimeOffset renewed, int transitions) => new()
    {
        HolderIdentity = identity,
        LeaseDurationSeconds = (int)_leaseDuration.TotalSeconds,
        AcquireTime = acquired,
        RenewTime = renewed,
        LeaseTransitions = transitions,
    };
}
