using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.ServiceAccounts;

/// <summary>Each namespace has a service account "default". Source: Managing Service Accounts.</summary>
public sealed class ServiceAccountController : IController
{
    private const string DefaultName = "default";
    private ObjectCache<Namespace> _namespaces = new();
    private ObjectCache<ServiceAccount> _accounts = new();

    /// <inheritdoc/>
    public string Name => "serviceaccount-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Namespace", "ServiceAccount"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ServiceAccount.default"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_namespaces, _accounts) = (informers.Get<Namespace>().Cache, informers.Get<ServiceAccount>().Cache);
        informers.FollowSelf<Namespace>(enqueue);
        informers.Get<ServiceAccount>().Subscribe(c => { if (c.New is null && c.Old!.Metadata.Name == DefaultName) { enqueue(new("", c.Old.Metadata.Namespace!)); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => PlanFor(_namespaces.Get(null, key.Name), _accounts.Get(key.Name, DefaultName));

    /// <summary>Decides for a namespace and its default account.</summary>
    public static Plan PlanFor(Namespace? ns, ServiceAccount? account) =>
        ns is null || ns.Metadata.DeletionTimestamp is not null || account is not null ? Plan.Nothing
            : Plan.Of(new CreateAction<ServiceAccount>(new ServiceAccount { Metadata = new ObjectMeta { Name = DefaultName, Namespace = ns.Metadata.Name } }));
}
