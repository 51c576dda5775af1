using System.Net;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>
/// Which servers stand behind default/kubernetes: each keeps a key with a lease in the store under its address, and each writes the addresses there are into
/// the endpoints. One that ends takes its key away, one that dies loses it after <see cref="LeaseSeconds"/>. The keys are upstream's, so that servers of
/// both kinds may share a store. Source: kube-apiserver, endpoint-reconciler-type lease.
/// </summary>
internal sealed class ServerLeases(IObjects objects, IStore store, IPEndPoint address, TimeProvider time, ILogger logger)
{
    /// <summary>How long a server that says nothing counts as there.</summary>
    public const int LeaseSeconds = 15;
    private const int RenewSeconds = 10;
    private static readonly byte[] _start = Encoding.UTF8.GetBytes(KeyNames.Prefix + "masterleases/"), _end = Encoding.UTF8.GetBytes(KeyNames.Prefix + "masterleases0");
    private readonly byte[] _key = [.. _start, .. Encoding.UTF8.GetBytes(address.Address.ToString())];
    private long _lease;

    /// <summary>Says that this server is there, every few seconds until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(RenewSeconds), time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false)) { await RenewAsync(cancellation).ConfigureAwait(false); }
    }

    /// <summary>Says that this server is there. What keeps it from doing so is logged: it serves all the same.</summary>
    public async ValueTask RenewAsync(CancellationToken cancellation)
    {
        try
        {
            if (_lease == 0 || await store.KeepAliveAsync(_lease, cancellation).ConfigureAwait(false) <= 0) { await TakeLeaseAsync(cancellation).ConfigureAwait(false); }
            await WriteAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StatusException or StoreUnavailableException or LeaseNotFoundException)
        {
            if (e is LeaseNotFoundException) { _lease = 0; }
            logger.LogWarning("the endpoints of default/kubernetes could not be kept: {Cause}", e.Message);
        }
    }

    /// <summary>Says that this server ends.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellation)
    {
        try
        {
            await store.CommitAsync(new Transaction([], [new DeleteOperation(_key)]), cancellation).ConfigureAwait(false);
            await WriteAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StatusException or StoreUnavailableException or OperationCanceledException) { logger.LogWarning("default/kubernetes still names this server: {Cause}", e.Message); }
    }

    private async ValueTask TakeLeaseAsync(CancellationToken cancellation)
    {
        _lease = await store.GrantLeaseAsync(LeaseSeconds, cancellation).ConfigureAwait(false);
        var value = ObjectNode.Of(("kind", "Endpoints"), ("apiVersion", "v1"), ("metadata", ObjectNode.Empty),
            ("subsets", ArrayNode.Of(ObjectNode.Of(("addresses", ArrayNode.Of(ObjectNode.Of(("ip", address.Address.ToString()))))))));
        await store.CommitAsync(new Transaction([], [new PutOperation(_key, value.ToUtf8(), _lease)]), cancellation).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(CancellationToken cancellation)
    {
        var there = await store.RangeAsync(new RangeRequest(_start, _end, KeysOnly: true), cancellation).ConfigureAwait(false);
        var addresses = there.Items.Select(static i => IPAddress.TryParse(Encoding.UTF8.GetString(i.Key.Span[_start.Length..]), out var ip) ? ip : null).OfType<IPAddress>().Where(ip => ip.AddressFamily == address.AddressFamily).ToArray();
        // The last one that ends leaves its address: nobody is left to put it back but itself.
        if (addresses.Length > 0) { await KubernetesService.PutEndpointsAsync(objects, addresses, address.Port, cancellation).ConfigureAwait(false); }
    }
}
