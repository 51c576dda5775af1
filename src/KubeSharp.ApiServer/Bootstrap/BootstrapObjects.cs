using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>
/// Makes what every cluster has from its first second: namespaces, roles and bindings, priority classes, flow schemas. Roles that a user has
/// cut down get back what they lack, unless their annotation says to leave them alone. Source: Using RBAC Authorization, auto-reconciliation.
/// </summary>
public static class BootstrapObjects
{
    private const string AutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";
    private static readonly string[] _namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <summary>Makes what is missing.</summary>
    public static async ValueTask EnsureAsync(IObjects objects, CancellationToken cancellation)
    {
        foreach (var ns in _namespaces) { await objects.EnsureAsync("namespaces", ObjectNode.Of(("kind", "Namespace"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", ns)))), static _ => null, cancellation).ConfigureAwait(false); }
        foreach (var value in Read())
        {
            var resource = ApiResources.All.First(r => r.Kind == value.TextAt("kind") && r.GroupVersion == value.TextAt("apiVersion"));
            await objects.EnsureAsync(resource.QualifiedName, value, there => Reconcile(there, value), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The spec that such an object is made with; null: none of that kind and name is made.</summary>
    public static ObjectNode? SpecOf(string kind, string name) => Read().FirstOrDefault(v => v.TextAt("kind") == kind && v.TextAt("metadata", "name") == name)?.Object("spec");

    // The second: what our controllers do under their own accounts and upstream's do elsewhere, in its API server or a controller of its own, or leave
    // to an administrator (serving certificates of nodes).
    private static IEnumerable<ObjectNode> Read() => Read("policy.json").Concat(Read("own-policy.json"));

    private static IEnumerable<ObjectNode> Read(string name)
    {
        using var stream = typeof(BootstrapObjects).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ((ArrayNode)Node.Parse(bytes)).Cast<ObjectNode>();
    }

    // Adds what is missing, takes away nothing; null where nothing is missing.
    private static ObjectNode? Reconcile(ObjectNode there, ObjectNode wanted)
    {
        if (there.TextAt("metadata", "annotations", AutoUpdate) != "true") { return null; }
        var field = wanted["rules"] is not null ? "rules" : "subjects";
        if (wanted["aggregationRule"] is not null || wanted[field] is not ArrayNode needed) { return null; }
        var have = there[field] as ArrayNode ?? ArrayNode.Empty;
        var missing = needed.Where(n => !have.Contains(n)).ToArray();
        return missing.Length == 0 ? null : there.Set(field, new ArrayNode([.. have, .. missing]));
    }
}
