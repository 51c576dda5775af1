using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.ResourceQuotas;

/// <summary>Counts what a namespace uses of a quota. Pure. Source: Resource Quotas.</summary>
public static class QuotaPlanner
{
    private const string OfClass = ".storageclass.storage.k8s.io/";

    /// <summary>
    /// What is used of each bounded resource. <paramref name="count"/>: how many objects of a resource there are, as plural.group; null: it is
    /// not known here.
    /// </summary>
    public static (ApiMap<Quantity> Used, ImmutableArray<string> Unknown) Usage(ResourceQuota quota, IReadOnlyCollection<Pod> pods, IReadOnlyCollection<Service> services, IReadOnlyCollection<PersistentVolumeClaim> claims, Func<string, int?> count)
    {
        var isScoped = QuotaScopes.HasScopes(quota);
        var used = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var unknown = ImmutableArray.CreateBuilder<string>();
        var counted = pods.Where(p => QuotaScopes.Holds(quota, p)).ToArray();
        var live = counted.Where(static p => !p.IsFinished()).ToArray();
        var totals = Totals(live);
        foreach (var (name, _) in quota.Spec.Hard)
        {
            Quantity? amount = name == "pods" ? Whole(live.Length) : name == "count/pods" ? Whole(counted.Length) : totals.TryGetValue(name, out var total) ? total : null;
            if (amount is null && !isScoped) { amount = OfServices(name, services) ?? OfClaims(name, claims); }
            if (amount is null && !isScoped && Counted(name) is { } resource)
            {
                if (count(resource) is { } number) { amount = Whole(number); }
                else { unknown.Add(resource); }
            }
            used[name] = amount ?? Quantity.Zero;
        }
        return (used.ToApiMap(), unknown.ToImmutable());
    }

    /// <summary>The resource whose objects a name bounds; null: it bounds something else.</summary>
    public static string? Counted(string name) => name.StartsWith("count/", StringComparison.Ordinal) ? name[6..]
        : name is "services" or "replicationcontrollers" or "resourcequotas" or "secrets" or "configmaps" or "persistentvolumeclaims" ? name : null;

    private static Dictionary<string, Quantity> Totals(Pod[] pods)
    {
        var totals = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        void Add(string name, Quantity amount) => totals[name] = totals.TryGetValue(name, out var sum) ? sum + amount : amount;
        foreach (var pod in pods)
        {
            foreach (var (name, amount) in pod.Spec.Requests())
            {
                Add("requests." + name, amount);
                if (name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal)) { Add(name, amount); }
            }
            foreach (var (name, amount) in pod.Spec.Limits()) { Add("limits." + name, amount); }
        }
        return totals;
    }

    private static Quantity? OfServices(string name, IReadOnlyCollection<Service> services) => name switch
    {
        "services.loadbalancers" => Whole(services.Count(static s => s.Spec.Type == "LoadBalancer")),
        "services.nodeports" => Whole(services.Sum(static s => s.Spec.Type == "NodePort" ? s.Spec.Ports.Count : s.Spec.Type == "LoadBalancer" ? (s.Spec.AllocateLoadBalancerNodePorts == false ? s.Spec.Ports.Count(static p => p.NodePort is > 0) : s.Spec.Ports.Count) : 0)),
        _ => null,
    };

    private static Quantity? OfClaims(string name, IReadOnlyCollection<PersistentVolumeClaim> claims)
    {
        var of = claims;
        var kind = name;
        if (name.IndexOf(OfClass, StringComparison.Ordinal) is var at and > 0)
        {
            of = [.. claims.Where(c => c.Spec.StorageClassName == name[..at])];
            kind = name[(at + OfClass.Length)..];
        }
        return kind switch
        {
            "persistentvolumeclaims" => Whole(of.Count),
            "requests.storage" => of.Aggregate(Quantity.Zero, static (sum, c) => sum + Larger(c.Spec.Resources.Requests.Get("storage"), c.Status.AllocatedResources.Get("storage"))),
            _ => null,
        };
    }

    private static Quantity Larger(Quantity a, Quantity b) => a >= b ? a : b;

    private static Quantity Whole(int value) => Quantity.FromValue(value);
}
