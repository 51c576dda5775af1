using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>namespace, labels, annotations, images, replicas.</summary>
internal static class Transformers
{
    private static readonly HashSet<string> _clusterWide = new(["Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "StorageClass", "PriorityClass", "CustomResourceDefinition", "IngressClass", "RuntimeClass", "APIService",
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "CSIDriver", "CertificateSigningRequest"], StringComparer.Ordinal);

    private static readonly string[] _scaled = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

    private static readonly string[][] _templates = [["spec", "template"], ["spec", "jobTemplate", "spec", "template"]];

    /// <summary>An object, changed as the kustomization says.</summary>
    public static ObjectNode Apply(ObjectNode content, Node spec)
    {
        Node o = content;
        if (spec.Text("namespace") is { Length: > 0 } ns) { o = InNamespace(o, ns); }
        if (spec.At("commonLabels") is ObjectNode common) { o = Labelled(o, common, inSelectors: true, inTemplates: true); }
        foreach (var entry in spec.Items("labels").Where(static l => l.At("pairs") is ObjectNode))
        {
            var inSelectors = entry.At("includeSelectors") is BooleanNode { Value: true };
            o = Labelled(o, (ObjectNode)entry.At("pairs")!, inSelectors, inSelectors || entry.At("includeTemplates") is BooleanNode { Value: true });
        }
        if (spec.At("commonAnnotations") is ObjectNode annotations)
        {
            o = Merged(o, ["metadata", "annotations"], annotations);
            foreach (var template in _templates.Where(t => o.At(t) is not null)) { o = Merged(o, [.. template, "metadata", "annotations"], annotations); }
        }
        foreach (var image in spec.Items("images").Concat(spec.Items("imageTags"))) { o = WithImage(o, image); }
        foreach (var replicas in spec.Items("replicas").Where(r => IsScaled(o, r))) { o = o.With(["spec", "replicas"], replicas.At("count")); }
        return (ObjectNode)o;
    }

    /// <summary>Refuses counts for objects that have none.</summary>
    /// <exception cref="CliException">No object of a name is scaled.</exception>
    public static void CheckReplicas(IReadOnlyList<ObjectNode> objects, Node spec)
    {
        if (spec.Items("replicas").FirstOrDefault(r => !objects.Any(o => IsScaled(o, r))) is not { } wrong) { return; }
        throw new CliException($"resource with name {wrong.Text("name")} does not match a config with the following GVK [{string.Join(' ', _scaled.Select(static k => $"{k}.[noVer].[noGrp]"))}]");
    }

    private static bool IsScaled(Node o, Node replicas) => _scaled.Contains(o.Text("kind")) && (o.Text("metadata", "name") == replicas.Text("name") || References.PreviousNames(o).Contains(replicas.Text("name")));

    private static Node InNamespace(Node o, string ns)
    {
        if (o.Text("kind") is "RoleBinding" or "ClusterRoleBinding" && o.At("subjects") is ArrayNode subjects)
        {
            o = o.With(["subjects"], new ArrayNode([.. subjects.Select(s => s.Text("kind") == "ServiceAccount" && s.Text("name") == "default" ? s.With(["namespace"], ns) : s)]));
        }
        if (o.Text("kind") == "Namespace") { return o.With(["metadata", "name"], ns); }
        return _clusterWide.Contains(o.Text("kind")) ? o : o.With(["metadata", "namespace"], ns);
    }

    private static Node Labelled(Node o, ObjectNode labels, bool inSelectors, bool inTemplates)
    {
        o = Merged(o, ["metadata", "labels"], labels);
        if (inTemplates)
        {
            foreach (var template in _templates.Where(t => o.At(t) is not null)) { o = Merged(o, [.. template, "metadata", "labels"], labels); }
        }
        if (!inSelectors) { return o; }
        if (o.Text("kind") is "Service" or "ReplicationController" && o.At("spec", "selector") is ObjectNode) { return Merged(o, ["spec", "selector"], labels); }
        return o.At("spec", "selector", "matchLabels") is ObjectNode || o.Text("kind") is "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet" ? Merged(o, ["spec", "selector", "matchLabels"], labels) : o;
    }

    private static Node Merged(Node o, string[] path, ObjectNode more) => o.With(path, more.Aggregate(o.At(path) as ObjectNode ?? ObjectNode.Empty, static (m, f) => m.Set(f.Key, f.Value)));

    private static Node WithImage(Node o, Node image)
    {
        if (Workloads.PodSpecPath(o) is not { } path) { return o; }
        foreach (var list in new[] { "containers", "initContainers" })
        {
            if (o.At([.. path, list]) is not ArrayNode containers) { continue; }
            o = o.With([.. path, list], new ArrayNode([.. containers.Select(c => c.Text("image") is { Length: > 0 } old && NameOf(old) == image.Text("name") ? c.With(["image"], Renamed(old, image)) : c)]));
        }
        return o;
    }

    private static string NameOf(string image)
    {
        var plain = image.Split('@')[0];
        var colon = plain.LastIndexOf(':');
        return colon > plain.LastIndexOf('/') ? plain[..colon] : plain;
    }

    private static string Renamed(string old, Node image)
    {
        var name = image.TextOr(image.Text("name"), "newName");
        if (image.Text("digest") is { Length: > 0 } digest) { return $"{name}@{digest}"; }
        return image.Text("newTag") is { Length: > 0 } tag ? $"{name}:{tag}" : name + old[NameOf(old).Length..];
    }
}
