using Grpc.Core;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>Leases. Source: etcd API reference, Lease.</summary>
internal sealed class LeaseService(EmbeddedStore store) : V3.Lease.LeaseBase
{
    private const long SecondsMin = 1, SecondsMax = 9_000_000_000;

    /// <inheritdoc/>
    public override async Task<V3.LeaseGrantResponse> LeaseGrant(V3.LeaseGrantRequest request, ServerCallContext context)
    {
        if (request.TTL > SecondsMax) { throw FacadeErrors.Make(StatusCode.OutOfRange, "etcdserver: too large lease TTL"); }
        // Compat: too short a life is made the shortest there is, not refused.
        var seconds = Math.Max(SecondsMin, request.TTL);
        if (request.ID != 0 && !await store.TryGrantLeaseAsync(request.ID, seconds).ConfigureAwait(false)) { throw FacadeErrors.Make(StatusCode.FailedPrecondition, "etcdserver: lease already exists"); }
        var id = request.ID != 0 ? request.ID : await store.GrantLeaseAsync(seconds, context.CancellationToken).ConfigureAwait(false);
        return new() { Header = await HeaderAsync(context).ConfigureAwait(false), ID = id, TTL = seconds };
    }

    /// <inheritdoc/>
    public override async Task<V3.LeaseRevokeResponse> LeaseRevoke(V3.LeaseRevokeRequest request, ServerCallContext context)
    {
        if (store.FindLease(request.ID) is null) { throw FacadeErrors.Of(new LeaseNotFoundException(request.ID)); }
        await store.RevokeLeaseAsync(request.ID, context.CancellationToken).ConfigureAwait(false);
        return new() { Header = await HeaderAsync(context).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public override async Task LeaseKeepAlive(IAsyncStreamReader<V3.LeaseKeepAliveRequest> requestStream, IServerStreamWriter<V3.LeaseKeepAliveResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            var id = requestStream.Current.ID;
            var seconds = await store.KeepAliveAsync(id, context.CancellationToken).ConfigureAwait(false);
            await responseStream.WriteAsync(new() { Header = await HeaderAsync(context).ConfigureAwait(false), ID = id, TTL = seconds }, context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async Task<V3.LeaseTimeToLiveResponse> LeaseTimeToLive(V3.LeaseTimeToLiveRequest request, ServerCallContext context)
    {
        var header = await HeaderAsync(context).ConfigureAwait(false);
        // Compat: of a lease that is not there, -1 seconds are left.
        if (store.FindLease(request.ID) is not var (granted, left, keys)) { return new() { Header = header, ID = request.ID, TTL = -1 }; }
        var response = new V3.LeaseTimeToLiveResponse { Header = header, ID = request.ID, TTL = left, GrantedTTL = granted };
        if (request.Keys) { response.Keys.AddRange(keys.Select(static k => EtcdMessages.Bytes(k))); }
        return response;
    }

    /// <inheritdoc/>
    public override async Task<V3.LeaseLeasesResponse> LeaseLeases(V3.LeaseLeasesRequest request, ServerCallContext context)
    {
        var response = new V3.LeaseLeasesResponse { Header = await HeaderAsync(context).ConfigureAwait(false) };
        response.Leases.AddRange(store.Leases().Select(static id => new V3.LeaseStatus { ID = id }));
        return response;
    }

    private async ValueTask<V3.ResponseHeader> HeaderAsync(ServerCallContext context) =>
        FacadeMessages.Header((await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false)).Revision);
}
