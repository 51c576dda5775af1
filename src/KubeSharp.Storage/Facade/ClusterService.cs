using Grpc.Core;
using KubeSharp.Storage.Embedded;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>Who is in the cluster: this one alone. Source: etcd API reference, Cluster.</summary>
internal sealed class ClusterService(EmbeddedStore store, EtcdFacadeOptions options) : V3.Cluster.ClusterBase
{
    /// <inheritdoc/>
    public override async Task<V3.MemberListResponse> MemberList(V3.MemberListRequest request, ServerCallContext context)
    {
        var response = new V3.MemberListResponse { Header = FacadeMessages.Header((await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false)).Revision) };
        var url = $"{(options.Certificate is null ? "http" : "https")}://{options.Endpoint}";
        response.Members.Add(new V3.Member { ID = 1, Name = "default", ClientURLs = { url }, PeerURLs = { url } });
        return response;
    }
}
