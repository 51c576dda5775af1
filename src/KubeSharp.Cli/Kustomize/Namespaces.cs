using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Puts objects into a namespace. Source: Kustomize, NamespaceTransformer.</summary>
internal static class Namespaces
{
    // Compat: kinds that Kustomize does not know of are taken for kinds of a namespace.
    private static readonly HashSet<string> _clusterWide = new(["Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "StorageClass", "PriorityClass", "CustomResourceDefinition", "IngressClass", "RuntimeClass", "APIService",
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "CSIDriver", "CSINode", "VolumeAttachment", "CertificateSigningRequest", "ComponentStatus", "PodSecurityPolicy",
        "FlowSchema", "PriorityLevelConfiguration", "TokenReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"], StringComparer.Ordinal);

    /// <summary>Whether objects of a kind are in no namespace.</summary>
    public static bool IsClusterWide(string kind) => _clusterWide.Contains(kind);

    /// <summary>Which subjects of a binding are put into the namespace, too. Pure.</summary>
    /// <exception cref="CliException">The step says none of the ways there are.</exception>
    public static Func<Node, bool> Meant(Node settings) => settings.Text("setRoleBindingSubjects") switch
    {
        "" or "defaultOnly" => static s => s.Text("name") == "default",
        "allServiceAccounts" => static s => s.Text("kind") == "ServiceAccount",
        "none" => static _ => false,
        var other => throw new CliException($"invalid value \"{other}\" for setRoleBindingSubjects: must be one of \"defaultOnly\", \"none\" or \"allServiceAccounts\""),
    };

    /// <summary>An object in the namespace that a step names. Pure.</summary>
    public static ObjectNode Put(ObjectNode content, Step step)
    {
        var (ns, isUnsetOnly) = (step.Settings.Text("metadata", "namespace"), step.Settings.At("unsetOnly") is BooleanNode { Value: true });
        if (ns.Length == 0) { return content; }
        Node Set(Node? old) => isUnsetOnly && old.Text().Length > 0 ? old! : ns;
        var kind = content.Text("kind");
        var changed = IsClusterWide(kind) ? content : (ObjectNode)content.With(["metadata", "namespace"], Set(content.At("metadata", "namespace")));
        if (kind is "RoleBinding" or "ClusterRoleBinding" && changed["subjects"] is ArrayNode subjects)
        {
            var isMeant = Meant(step.Settings);
            changed = changed.Set("subjects", new ArrayNode([.. subjects.Select(s => isMeant(s) ? s.With(["namespace"], Set(s.At("namespace"))) : s)]));
        }
        // Compat: names change only of what the core group has.
        return step.Fields.Where(f => f.Path != "metadata/namespace" && (f.Path != "metadata/name" || content.Text("apiVersion") == "v1") && !(f.Kind is "RoleBinding" or "ClusterRoleBinding" && f.Path == "subjects/namespace"))
            .Aggregate(changed, (o, field) => field.Change(o, Set));
    }
}
