using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Namespaces;

/// <summary>Empties namespaces that are being deleted, then lets them go. Source: Namespaces; Namespace life cycle.</summary>
public sealed class NamespaceController : IController
{
    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromSeconds(1);
    private ObjectCache<Namespace> _namespaces = new();

    /// <inheritdoc/>
    public string Name => "namespace-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Namespace"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Namespace/status", "Namespace/finalize"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        _namespaces = informers.Get<Namespace>().Cache;
        informers.FollowSelf<Namespace>(enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => PlanFor(_namespaces.Get(null, key.Name), now);

    /// <summary>Decides for a namespace.</summary>
    public static Plan PlanFor(Namespace? ns, DateTimeOffset now) =>
        ns?.Metadata.DeletionTimestamp is null || !ns.Spec.Finalizers.Contains("kubernetes") ? Plan.Nothing : Plan.Of(new EmptyNamespaceAction(ns, now.WholeSecond())) with { After = _lookAgainAfter };
}
