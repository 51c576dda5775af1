using System.Collections.Immutable;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Puts objects into a namespace. Source: Kustomize, NamespaceTransformer.</summary>
internal static class Namespaces
{
    // Compat: of Kubernetes 1.21, as Kustomize brings them; any other kind is taken for one of a namespace.
    private static readonly HashSet<string> _clusterWide = new(
    [
        "v1 ComponentStatus", "v1 Namespace", "v1 Node", "v1 NodeProxyOptions", "v1 PersistentVolume", "apiextensions.k8s.io/v1 CustomResourceDefinition", "apiextensions.k8s.io/v1beta1 CustomResourceDefinition",
        "policy/v1beta1 PodSecurityPolicy", "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema", "flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration",
        .. Both("admissionregistration.k8s.io", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"), .. Both("apiregistration.k8s.io", "APIService"), .. Both("certificates.k8s.io", "CertificateSigningRequest"),
        .. Both("networking.k8s.io", "IngressClass"), .. Both("node.k8s.io", "RuntimeClass"), .. Both("rbac.authorization.k8s.io", "ClusterRole", "ClusterRoleBinding"), .. Both("scheduling.k8s.io", "PriorityClass"),
        .. Both("storage.k8s.io", "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"),
    ], StringComparer.Ordinal);

    private static IEnumerable<string> Both(string group, params string[] kinds) => kinds.SelectMany(k => (string[])[$"{group}/v1 {k}", $"{group}/v1beta1 {k}"]);

    /// <summary>Whether objects of a kind are known to be in no namespace.</summary>
    public static bool IsClusterWide(string apiVersion, string kind) => _clusterWide.Contains($"{apiVersion} {kind}");

    /// <summary>Which subjects of a binding are put into the namespace, too. Pure.</summary>
    /// <exception cref="CliException">The step says none of the ways there are.</exception>
    public static Func<Node, bool> Meant(Node settings) => settings.Text("setRoleBindingSubjects") switch
    {
        "" or "defaultOnly" => static s => s.Text("name") == "default",
        "allServiceAccounts" => static s => s.Text("kind") == "ServiceAccount",
        "none" => static _ => false,
        var other => throw new CliException($"invalid value \"{other}\" for setRoleBindingSubjects: must be one of \"defaultOnly\", \"none\" or \"allServiceAccounts\""),
    };

    /// <summary>The objects in the namespace that a step names. Pure.</summary>
    /// <exception cref="CliException">Two objects become the same.</exception>
    public static List<ObjectNode> Put(List<ObjectNode> objects, Node settings, ImmutableArray<FieldSpec> fields)
    {
        var ns = settings.Text("metadata", "namespace");
        if (ns.Length == 0) { return objects; }
        var isMeant = Meant(settings);
        List<ObjectNode> all = [.. objects];
        for (var i = 0; i < all.Count; i++)
        {
            all[i] = Put(BuildNotes.Remembering(all[i]), ns, settings.At("unsetOnly") is BooleanNode { Value: true }, isMeant, fields);
            var id = ObjectId.Of(all[i]);
            var same = all.Where(o => ObjectId.Of(o).Is(id)).ToArray();
            if (same.Length != 1) { throw new CliException($"namespace transformation produces ID conflict: [{string.Join(' ', same.Select(static o => Configured.Json(o)))}]"); }
        }
        return all;
    }

    /// <summary>An object in a namespace. Pure.</summary>
    public static ObjectNode Put(ObjectNode content, string ns, bool isUnsetOnly, Func<Node, bool> isMeant, ImmutableArray<FieldSpec> fields)
    {
        Node Set(Node? old) => old is ObjectNode or ArrayNode ? throw FieldPath.WrongKind("ScalarNode", old) : isUnsetOnly && old.Text().Length > 0 ? old! : ns;
        var isBinding = content.Text("kind") is "RoleBinding" or "ClusterRoleBinding";
        var changed = ObjectId.Of(content).IsClusterWide ? content : (ObjectNode)content.With(["metadata", "namespace"], Set(content.At("metadata", "namespace")));
        if (isBinding && changed["subjects"] is ArrayNode subjects) { changed = changed.Set("subjects", new ArrayNode([.. subjects.Select(s => isMeant(s) ? s.With(["namespace"], Set(s.At("namespace"))) : s)])); }
        // Compat: names change only of what the core group has.
        try
        {
            return fields.Where(f => f.Path != "metadata/namespace" && (f.Path != "metadata/name" || content.Text("apiVersion") == "v1") && !(f.Kind is "RoleBinding" or "ClusterRoleBinding" && f.Path == "subjects/namespace"))
                .Aggregate(changed, (o, field) => field.Change(o, Set));
        }
        catch (CliException e) { throw new CliException($"namespace {(e.Message.Contains("expected ScalarNode", StringComparison.Ordinal) ? "field specs must target scalar nodes" : "transformation failed")}: {e.Message}"); }
    }
}
