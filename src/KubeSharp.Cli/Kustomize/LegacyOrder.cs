using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>The order in which kubectl prints a kustomization: what others need first, webhooks last, the rest by kind and name. Pure.</summary>
internal static class LegacyOrder
{
    private static readonly string[] _first =
    [
        "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret",
        "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
    ];

    private static readonly string[] _last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    /// <summary>The objects in the order that sortOptions ask for; that of the kinds where they ask for none.</summary>
    public static IEnumerable<ObjectNode> Sorted(IEnumerable<ObjectNode> objects, Node? options)
    {
        if (options.Text("order") == "fifo") { return objects; }
        string[] Given(string field, string[] otherwise) => options?.At("legacySortOptions", field) is ArrayNode kinds ? [.. kinds.Select(static k => k.Text())] : otherwise;
        var (first, last) = (Given("orderFirst", _first), Given("orderLast", _last));
        return objects.OrderBy(o => Rank(o.Text("kind"), first, last)).ThenBy(Kind, StringComparer.Ordinal).ThenBy(static o => $"{o.TextOr("~X", "metadata", "namespace")}|{o.Text("metadata", "name")}", StringComparer.Ordinal);
    }

    private static int Rank(string kind, string[] first, string[] last) =>
        Array.IndexOf(first, kind) is >= 0 and var early ? early - first.Length : Array.IndexOf(last, kind) is >= 0 and var late ? late + 1 : 0;

    private static string Kind(ObjectNode content)
    {
        var (group, version) = Identity.Split(content.Text("apiVersion"));
        return $"{(group.Length > 0 ? group : "~G")}_{version}_{content.Text("kind")}";
    }
}
