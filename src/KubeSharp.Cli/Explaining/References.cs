using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Explaining;

/// <summary>Objects that another one cannot do without: what is missing of them explains why it does not work. Pure.</summary>
internal static class References
{
    /// <summary>An object that is needed.</summary>
    /// <param name="Kind">As messages call it.</param>
    /// <param name="Path">Where it is on the server.</param>
    /// <param name="Name">Its name.</param>
    internal readonly record struct Needed(string Kind, string Path, string Name);

    /// <summary>What the object names and cannot do without.</summary>
    public static IEnumerable<Needed> Of(Node content)
    {
        var ns = content.Text("metadata", "namespace");
        return content.Text("kind") switch
        {
            "Ingress" => Services(content).Distinct().Select(s => new Needed("service", $"/api/v1/namespaces/{ns}/services/{s}", s)),
            "PersistentVolumeClaim" when content.Text("spec", "storageClassName") is { Length: > 0 } name => [new Needed("storage class", $"/apis/storage.k8s.io/v1/storageclasses/{name}", name)],
            "RoleBinding" or "ClusterRoleBinding" => [Role(content, ns)],
            "Pod" => OfPod(content.At("spec"), ns),
            _ when Commands.Workloads.PodSpecPath(content) is { } path => OfPod(content.At(path), ns),
            _ => [],
        };
    }

    private static IEnumerable<string> Services(Node ingress) =>
        ingress.Items("spec", "rules").SelectMany(static r => r.Items("http", "paths")).Select(static p => p.Text("backend", "service", "name")).Append(ingress.Text("spec", "defaultBackend", "service", "name")).Where(static n => n.Length > 0);

    private static Needed Role(Node binding, string ns)
    {
        var name = binding.Text("roleRef", "name");
        return binding.Text("roleRef", "kind") == "Role" ? new("role", $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles/{name}", name) : new("cluster role", $"/apis/rbac.authorization.k8s.io/v1/clusterroles/{name}", name);
    }

    private static IEnumerable<Needed> OfPod(Node? spec, string ns)
    {
        Needed In(string kind, string plural, string name) => new(kind, $"/api/v1/namespaces/{ns}/{plural}/{name}", name);
        static bool IsOptional(Node? source) => source?.At("optional") is BooleanNode { Value: true };
        var found = new List<Needed>();
        if (spec.Text("serviceAccountName") is { Length: > 0 } account) { found.Add(In("service account", "serviceaccounts", account)); }
        foreach (var volume in spec.Items("volumes"))
        {
            if (volume.At("configMap") is { } map && !IsOptional(map)) { found.Add(In("config map", "configmaps", map.Text("name"))); }
            if (volume.At("secret") is { } secret && !IsOptional(secret)) { found.Add(In("secret", "secrets", secret.Text("secretName"))); }
            if (volume.At("persistentVolumeClaim") is { } claim) { found.Add(In("claim", "persistentvolumeclaims", claim.Text("claimName"))); }
        }
        foreach (var container in spec.Items("initContainers").Concat(spec.Items("containers")))
        {
            var sources = container.Items("envFrom").Select(static e => (Map: e.At("configMapRef"), Secret: e.At("secretRef"))).Concat(container.Items("env").Select(static e => (e.At("valueFrom", "configMapKeyRef"), e.At("valueFrom", "secretKeyRef"))));
            foreach (var (map, secret) in sources)
            {
                if (map is not null && !IsOptional(map)) { found.Add(In("config map", "configmaps", map.Text("name"))); }
                if (secret is not null && !IsOptional(secret)) { found.Add(In("secret", "secrets", secret.Text("name"))); }
            }
        }
        return found.Distinct();
    }
}
