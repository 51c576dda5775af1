using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.ResourceQuotas;

/// <summary>Whether a quota counts a pod. Pure. Source: Resource Quotas, quota scopes.</summary>
public static class QuotaScopes
{
    /// <summary>Whether the quota has any scope: then it counts pods only.</summary>
    public static bool HasScopes(ResourceQuota quota) => quota.Spec.Scopes.Count > 0 || quota.Spec.ScopeSelector?.MatchExpressions.Count > 0;

    /// <summary>Whether all of the quota's scopes hold for the pod.</summary>
    public static bool Holds(ResourceQuota quota, Pod pod) =>
        quota.Spec.Scopes.All(s => Holds(s, "Exists", [], pod)) && (quota.Spec.ScopeSelector?.MatchExpressions.All(e => Holds(e.ScopeName, e.Operator, e.Values, pod)) ?? true);

    private static bool Holds(string scope, string kind, IEnumerable<string> values, Pod pod) => scope switch
    {
        "Terminating" => pod.Spec.ActiveDeadlineSeconds is >= 0,
        "NotTerminating" => pod.Spec.ActiveDeadlineSeconds is null,
        "BestEffort" => IsBestEffort(pod),
        "NotBestEffort" => !IsBestEffort(pod),
        "CrossNamespacePodAffinity" => HasCrossNamespaceTerm(pod.Spec.Affinity),
        "PriorityClass" => kind switch
        {
            "In" => values.Contains(pod.Spec.PriorityClassName ?? ""),
            "NotIn" => !values.Contains(pod.Spec.PriorityClassName ?? ""),
            "DoesNotExist" => string.IsNullOrEmpty(pod.Spec.PriorityClassName),
            _ => !string.IsNullOrEmpty(pod.Spec.PriorityClassName),
        },
        _ => false,
    };

    private static bool IsBestEffort(Pod pod) => pod.Status.QosClass is { Length: > 0 } known ? known == "BestEffort"
        : pod.Spec.Containers.Concat(pod.Spec.InitContainers).All(static c => c.Resources.Requests.Count + c.Resources.Limits.Count == 0);

    private static bool HasCrossNamespaceTerm(Affinity? affinity)
    {
        IEnumerable<PodAffinityTerm> terms =
        [
            .. affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [], .. affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [],
            .. (affinity?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? []).Select(static t => t.PodAffinityTerm),
            .. (affinity?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? []).Select(static t => t.PodAffinityTerm),
        ];
        return terms.Any(static t => t.Namespaces.Count > 0 || t.NamespaceSelector is not null);
    }
}
