using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.RootCertificates;

/// <summary>Each namespace has the config map kube-root-ca.crt, with which pods check the API server. Source: KEP-1205.</summary>
public sealed class RootCertificateController(string authorityPem) : IController
{
    private const string MapName = "kube-root-ca.crt";
    private const string Key = "ca.crt";
    private ObjectCache<Namespace> _namespaces = new();
    private ObjectCache<ConfigMap> _maps = new();

    /// <inheritdoc/>
    public string Name => "root-ca-certificate-publisher-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Namespace", "ConfigMap"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ConfigMap.kube-root-ca.crt"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_namespaces, _maps) = (informers.Get<Namespace>().Cache, informers.Get<ConfigMap>().Cache);
        informers.FollowSelf<Namespace>(enqueue);
        informers.Get<ConfigMap>().Subscribe(c =>
        {
            var map = (c.New ?? c.Old)!;
            if (map.Metadata.Name == MapName) { enqueue(new("", map.Metadata.Namespace!)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => PlanFor(_namespaces.Get(null, key.Name), _maps.Get(key.Name, MapName), authorityPem);

    /// <summary>Decides for a namespace and its map.</summary>
    public static Plan PlanFor(Namespace? ns, ConfigMap? map, string authorityPem)
    {
        if (ns is null || ns.Metadata.DeletionTimestamp is not null) { return Plan.Nothing; }
        var wanted = ApiMap.Of((Key, authorityPem));
        if (map is not null) { return map.Data.Equals(wanted) ? Plan.Nothing : Plan.Of(new UpdateAction<ConfigMap>(map with { Data = wanted })); }
        var annotations = ApiMap.Of(("kubernetes.io/description", "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."));
        return Plan.Of(new CreateAction<ConfigMap>(new ConfigMap { Metadata = new ObjectMeta { Name = MapName, Namespace = ns.Metadata.Name, Annotations = annotations }, Data = wanted }));
    }
}
