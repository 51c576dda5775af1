using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What /livez, /readyz and /healthz ask, under upstream's names. Source: Kubernetes API health endpoints.</summary>
/// <param name="Live">For /livez and /healthz.</param>
/// <param name="Ready">For /readyz.</param>
public sealed record HealthChecks(ImmutableArray<(string Name, Func<bool> IsWell)> Live, ImmutableArray<(string Name, Func<bool> IsWell)> Ready)
{
    // What upstream starts beside serving; here all of it is one start, which is over when the objects every cluster has are there.
    private static readonly string[] _hooks =
    [
        "start-apiserver-admission-initializer", "generic-apiserver-start-informers", "priority-and-fairness-config-consumer", "priority-and-fairness-filter", "storage-object-count-tracker-hook",
        "start-apiextensions-informers", "start-apiextensions-controllers", "crd-informer-synced", "start-system-namespaces-controller", "peer-endpoint-reconciler-controller",
        "start-cluster-authentication-info-controller", "start-kube-apiserver-identity-lease-controller", "start-kube-apiserver-identity-lease-garbage-collector", "storage-readiness",
        "start-legacy-token-tracking-controller", "start-service-ip-repair-controllers", "rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes", "priority-and-fairness-config-producer",
        "bootstrap-controller", "start-kubernetes-service-cidr-controller", "aggregator-reload-proxy-client-cert", "start-kube-aggregator-informers", "apiservice-status-local-available-controller",
        "apiservice-status-remote-available-controller", "apiservice-registration-controller", "apiservice-discovery-controller", "kube-apiserver-autoregistration",
    ];
    private static readonly string[] _lateHooks = ["apiservice-openapi-controller", "apiservice-openapiv3-controller"];

    /// <summary>The same and more.</summary>
    public HealthChecks With(ImmutableArray<(string Name, Func<bool> IsWell)> more) => new(Live.AddRange(more), Ready.AddRange(more));

    /// <summary>The checks of a server, by what it knows of itself.</summary>
    public static HealthChecks Of(Func<bool> isStoreFollowed, Func<bool> isLoaded, Func<bool> isBootstrapped, Func<bool> isStopping)
    {
        IEnumerable<(string, Func<bool>)> hooks =
        [
            .. _hooks.Select(h => ("poststarthook/" + h, isBootstrapped)), ("autoregister-completion", isBootstrapped), .. _lateHooks.Select(h => ("poststarthook/" + h, isBootstrapped)),
        ];
        return new(
            [("ping", static () => true), ("log", static () => true), ("loopback-serving-certificate", static () => true), ("etcd", isStoreFollowed), .. hooks],
            [("ping", static () => true), ("log", static () => true), ("etcd", isStoreFollowed), ("etcd-readiness", isStoreFollowed), ("informer-sync", isLoaded), .. hooks, ("shutdown", () => !isStopping())]);
    }
}
