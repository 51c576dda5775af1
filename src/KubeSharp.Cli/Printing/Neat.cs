using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.History;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Cli.Printing;

/// <summary>Objects as somebody would have written them: without status, defaults, and what the server and its admission fill in. Pure.</summary>
internal static class Neat
{
    private const string AccessVolume = "kube-api-access-";

    // What the server decides where nobody does, by kind; of a pod template only the defaults go.
    private static readonly Dictionary<string, string[][]> _decided = new(StringComparer.Ordinal)
    {
        ["Pod"] = [["spec", "nodeName"], ["spec", "priority"], ["spec", "preemptionPolicy"], ["spec", "serviceAccount"], ["spec", "enableServiceLinks"]],
        ["Service"] = [["spec", "clusterIPs"], ["spec", "ipFamilies"], ["spec", "ipFamilyPolicy"], ["spec", "internalTrafficPolicy"], ["spec", "healthCheckNodePort"]],
        ["PersistentVolumeClaim"] = [["spec", "volumeName"]],
        ["Namespace"] = [["spec"]],
    };

    private static readonly string[] _annotations =
    [
        LastApplied.Annotation, "deployment.kubernetes.io/revision", "deprecated.daemonset.template.generation", "kubernetes.io/change-cause", "pv.kubernetes.io/bind-completed", "pv.kubernetes.io/bound-by-controller",
        "volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner", "volume.kubernetes.io/selected-node", "batch.kubernetes.io/job-tracking",
    ];

    private static readonly string[] _labels = ["kubernetes.io/metadata.name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name", "pod-template-hash", "controller-revision-hash", "pod-template-generation"];

    /// <summary>The object without them.</summary>
    public static ObjectNode Of(ObjectNode content)
    {
        Node neat = Essence.Of(content).With(["metadata", "ownerReferences"], null).With(["metadata", "generateName"], content.At("metadata", "name") is null ? content.At("metadata", "generateName") : null);
        neat = Without(neat, ["metadata", "annotations"], _annotations);
        if (content.Text("kind") != "ReplicaSet" && content.Text("kind") != "ControllerRevision") { neat = Without(neat, ["metadata", "labels"], _labels); }
        foreach (var path in _decided.GetValueOrDefault(content.Text("kind"), [])) { neat = neat.With(path, null); }
        if (content.Text("kind") == "Pod") { neat = WithoutAdmission(neat); }
        if (content.Text("kind") == "Service" && content.Text("spec", "clusterIP") != "None") { neat = neat.With(["spec", "clusterIP"], null); }
        var (group, version) = content.Text("apiVersion") is var v && v.Contains('/', StringComparison.Ordinal) ? (v.Split('/')[0], v.Split('/')[1]) : ("", v);
        if (KindSchemas.Of(group, version, content.Text("kind")) is { } schema) { neat = Undefaulted(neat, schema); }
        return PlainDefaults.Remove((ObjectNode)neat);
    }

    private static Node Without(Node content, string[] path, string[] names)
    {
        if (content.At(path) is not ObjectNode fields) { return content; }
        var kept = names.Aggregate(fields, static (f, name) => f.Remove(name));
        return content.With(path, kept.Count > 0 ? kept : null);
    }

    // The token volume and the tolerations that admission adds to every pod.
    private static Node WithoutAdmission(Node pod)
    {
        pod = WithoutItems(pod, ["spec", "volumes"], static v => v.Text("name").StartsWith(AccessVolume, StringComparison.Ordinal));
        pod = WithoutItems(pod, ["spec", "tolerations"], static t => t.Text("key") is "node.kubernetes.io/not-ready" or "node.kubernetes.io/unreachable" && t.Number("tolerationSeconds") == 300);
        foreach (var list in new[] { "containers", "initContainers" })
        {
            if (pod.At("spec", list) is not ArrayNode containers) { continue; }
            pod = pod.With(["spec", list], new ArrayNode([.. containers.Select(static c => WithoutItems(c, ["volumeMounts"], static m => m.Text("name").StartsWith(AccessVolume, StringComparison.Ordinal)))]));
        }
        return pod.Text("spec", "serviceAccountName") == "default" ? pod.With(["spec", "serviceAccountName"], null) : pod;
    }

    private static Node WithoutItems(Node content, string[] path, Func<Node, bool> goes)
    {
        if (content.At(path) is not ArrayNode items) { return content; }
        var kept = items.Where(i => !goes(i)).ToArray();
        return content.With(path, kept.Length > 0 ? new ArrayNode([.. kept]) : null);
    }

    // What a schema would fill in again need not be said. Objects that are empty then go too, unless they were empty before: {} may be a choice (emptyDir).
    private static Node Undefaulted(Node value, Schema schema)
    {
        switch (value)
        {
            case ObjectNode fields when schema.Kind == SchemaKind.Object:
                foreach (var (name, child) in fields.Fields.ToArray())
                {
                    if (schema.Field(name) is not { } field) { continue; }
                    var left = Undefaulted(child, field.Type);
                    var isSaid = !child.Equals(field.Default) && !(left is ObjectNode { Count: 0 } && child is ObjectNode { Count: > 0 } && field.Type.Kind == SchemaKind.Object);
                    fields = isSaid ? fields.Set(name, left) : fields.Remove(name);
                }
                return fields;
            case ArrayNode items when schema.Items is { } each: return new ArrayNode([.. items.Select(i => Undefaulted(i, each))]);
            default: return value;
        }
    }
}
