using System.ComponentModel;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Proxy.Nftables;
using KubeSharp.Proxy.Planning;
using KubeSharp.Proxy.Snapshot;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Proxy;

/// <summary>The service proxy of a node: snapshot, plan, text, one atomic apply, whenever something changed.</summary>
public sealed partial class ProxyRole(ProxyOptions options, IApiClient client, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan _settleTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(2);
    private readonly ILogger _logger = loggers.CreateLogger("proxy");
    private readonly SemaphoreSlim _changed = new(0);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the rules have been applied once.</summary>
    public Task FirstApplied => _first.Task;

    /// <summary>Keeps the rules until cancelled; they stay in force after that.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var informers = new InformerFactory(client, time, loggers);
        var services = informers.Get<Service>();
        var slices = informers.Get<EndpointSlice>();
        var pods = informers.Get<Pod>(null, new ListOptions { FieldSelector = $"spec.nodeName={options.NodeName}" });
        services.Subscribe(_ => Wake());
        slices.Subscribe(_ => Wake());
        pods.Subscribe(_ => Wake());
        var following = informers.RunAsync(cancellation);
        await informers.WaitForSyncAsync(cancellation).ConfigureAwait(false);
        using var health = new HealthPorts(_logger);
        var applied = "";
        RuleSet? before = null;
        while (!cancellation.IsCancellationRequested)
        {
            var snapshot = ServiceSnapshot.Of(services.Cache.List(), slices.Cache.List(), pods.Cache.List(), options.NodeName);
            health.Update(snapshot.HealthPorts);
            var rules = RulePlanner.Plan(snapshot);
            var text = NftText.Write(rules, options.Table, options.ServiceCidr, options.PodCidr);
            var wanted = text + StickyText.Write(rules.Sticky, rules.Sticky, options.Table);
            if (wanted != applied && await ApplyAsync(text + StickyText.Write(before?.Sticky, rules.Sticky, options.Table), cancellation).ConfigureAwait(false))
            {
                await ForgetFlowsAsync(before, rules, cancellation).ConfigureAwait(false);
                (applied, before) = (wanted, rules);
                _first.TrySetResult();
            }
            var wait = wanted == applied ? Timeout.InfiniteTimeSpan : _retryAfter;
            try { await _changed.WaitAsync(wait, cancellation).ConfigureAwait(false); }
            catch (OperationCanceledException) { break; }
            // What comes at once is applied at once, together.
            await Task.Delay(_settleTime, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (await _changed.WaitAsync(0, CancellationToken.None).ConfigureAwait(false)) { }
        }
        await following.ConfigureAwait(false);
    }

    /// <summary>Takes the rules away.</summary>
    public Task DeleteAsync(CancellationToken cancellation) => ApplyAsync(NftText.Remove(options.Table) + StickyText.Remove(options.Table), cancellation);

    private void Wake()
    {
        if (_changed.CurrentCount == 0) { _changed.Release(); }
    }

    private async Task<bool> ApplyAsync(string text, CancellationToken cancellation)
    {
        try
        {
            var (code, _, error) = await options.Command.RunAsync(text, cancellation, "nft", "-f", "-").ConfigureAwait(false);
            if (code != 0) { LogFailure(error.Trim()); }
            return code == 0;
        }
        catch (Win32Exception e)
        {
            LogFailure($"nft cannot be run: {e.Message}");
            return false;
        }
    }

    private async Task ForgetFlowsAsync(RuleSet? before, RuleSet after, CancellationToken cancellation)
    {
        if (before is null) { return; }
        foreach (var flow in StaleFlows.Between(before, after))
        {
            // Its answer "0 flow entries" is an exit code too.
            try { await options.Command.RunAsync("", cancellation, ["conntrack", "-D", "-p", "udp", .. flow]).ConfigureAwait(false); }
            catch (Win32Exception e)
            {
                LogFailure($"conntrack cannot be run, so UDP clients may go on talking to pods that are gone: {e.Message}");
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the service rules could not be applied: {Reason}")]
    private partial void LogFailure(string reason);
}
