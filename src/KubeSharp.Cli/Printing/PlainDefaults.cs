using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Printing;

/// <summary>Values that the server fills in by itself where nothing is said, which no schema tells of. Pure. Source: API reference, defaults of v1.36.</summary>
internal static class PlainDefaults
{
    // Below a pod's spec; * is every item of a list.
    private static readonly (string Path, string Value)[] _podSpec =
    [
        ("dnsPolicy", "\"ClusterFirst\""), ("schedulerName", "\"default-scheduler\""), ("securityContext", "{}"), ("terminationGracePeriodSeconds", "30"),
        ("volumes.*.configMap.defaultMode", "420"), ("volumes.*.secret.defaultMode", "420"), ("volumes.*.projected.defaultMode", "420"), ("volumes.*.downwardAPI.defaultMode", "420"), ("volumes.*.hostPath.type", "\"\""),
    ];

    // Below each container.
    private static readonly (string Path, string Value)[] _container =
    [
        ("terminationMessagePath", "\"/dev/termination-log\""), ("terminationMessagePolicy", "\"File\""), ("resources", "{}"), ("ports.*.protocol", "\"TCP\""), ("env.*.valueFrom.fieldRef.apiVersion", "\"v1\""),
        .. new[] { "livenessProbe", "readinessProbe", "startupProbe" }.SelectMany(static p => new[] { ($"{p}.failureThreshold", "3"), ($"{p}.periodSeconds", "10"), ($"{p}.successThreshold", "1"), ($"{p}.timeoutSeconds", "1"), ($"{p}.httpGet.scheme", "\"HTTP\"") }),
    ];

    private static readonly Dictionary<string, (string Path, string Value)[]> _kinds = new(StringComparer.Ordinal)
    {
        ["Pod"] = [("spec.restartPolicy", "\"Always\"")],
        ["Deployment"] =
        [
            ("spec.progressDeadlineSeconds", "600"), ("spec.revisionHistoryLimit", "10"), ("spec.template.spec.restartPolicy", "\"Always\""),
            ("spec.strategy", """{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}"""),
        ],
        ["StatefulSet"] =
        [
            ("spec.podManagementPolicy", "\"OrderedReady\""), ("spec.revisionHistoryLimit", "10"), ("spec.updateStrategy", """{"type":"RollingUpdate","rollingUpdate":{"partition":0}}"""), ("spec.template.spec.restartPolicy", "\"Always\""),
            ("spec.persistentVolumeClaimRetentionPolicy", """{"whenDeleted":"Retain","whenScaled":"Retain"}"""),
        ],
        ["DaemonSet"] = [("spec.revisionHistoryLimit", "10"), ("spec.updateStrategy", """{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":1}}"""), ("spec.template.spec.restartPolicy", "\"Always\"")],
        ["ReplicaSet"] = [("spec.template.spec.restartPolicy", "\"Always\"")],
        ["Job"] = [.. Job("spec"), ("spec.manualSelector", "false")],
        ["CronJob"] =
        [
            ("spec.concurrencyPolicy", "\"Allow\""), ("spec.failedJobsHistoryLimit", "1"), ("spec.successfulJobsHistoryLimit", "3"), ("spec.suspend", "false"), .. Job("spec.jobTemplate.spec"),
        ],
        ["Service"] = [("spec.type", "\"ClusterIP\""), ("spec.sessionAffinity", "\"None\""), ("spec.ports.*.protocol", "\"TCP\""), ("spec.internalTrafficPolicy", "\"Cluster\""), ("spec.externalTrafficPolicy", "\"Cluster\""), ("spec.allocateLoadBalancerNodePorts", "true")],
        ["PersistentVolumeClaim"] = [("spec.volumeMode", "\"Filesystem\"")],
        ["PersistentVolume"] = [("spec.volumeMode", "\"Filesystem\""), ("spec.persistentVolumeReclaimPolicy", "\"Retain\"")],
        ["Secret"] = [("type", "\"Opaque\"")],
        ["StorageClass"] = [("reclaimPolicy", "\"Delete\""), ("volumeBindingMode", "\"Immediate\"")],
        ["NetworkPolicy"] = [("spec.ingress.*.ports.*.protocol", "\"TCP\""), ("spec.egress.*.ports.*.protocol", "\"TCP\"")],
    };

    /// <summary>The object without them.</summary>
    public static ObjectNode Remove(ObjectNode content)
    {
        Node left = content;
        foreach (var (path, value) in _kinds.GetValueOrDefault(content.Text("kind"), [])) { left = Without(left, path.Split('.'), Node.Parse(value)); }
        // A job's selector is the server's, and so are the labels that it selects.
        if (content.Text("kind") == "Job") { left = left.With(["spec", "selector"], null); }
        if (Workloads.PodSpecPath(content) is not { } template || left.At(template) is not { } spec) { return (ObjectNode)left; }
        foreach (var (path, value) in _podSpec) { spec = Without(spec, path.Split('.'), Node.Parse(value)); }
        foreach (var list in new[] { "containers", "initContainers" })
        {
            if (spec.At(list) is ArrayNode containers) { spec = spec.With([list], new ArrayNode([.. containers.Select(Container)])); }
        }
        return (ObjectNode)left.With(template, spec);
    }

    private static IEnumerable<(string Path, string Value)> Job(string spec) =>
        [($"{spec}.backoffLimit", "6"), ($"{spec}.completionMode", "\"NonIndexed\""), ($"{spec}.completions", "1"), ($"{spec}.parallelism", "1"), ($"{spec}.suspend", "false"), ($"{spec}.podReplacementPolicy", "\"TerminatingOrFailed\"")];

    private static Node Container(Node container)
    {
        foreach (var (path, value) in _container) { container = Without(container, path.Split('.'), Node.Parse(value)); }
        // The newest image is pulled always, others where they are missing.
        var image = container.Text("image");
        var isNewest = !image.Contains('@', StringComparison.Ordinal) && (image.EndsWith(":latest", StringComparison.Ordinal) || !image[(image.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal));
        return container.Text("imagePullPolicy") == (isNewest ? "Always" : "IfNotPresent") ? container.With(["imagePullPolicy"], null) : container;
    }

    private static Node Without(Node node, ReadOnlySpan<string> path, Node value)
    {
        if (path[0] == "*")
        {
            if (node is not ArrayNode items) { return node; }
            for (var i = 0; i < items.Count; i++) { items = items.SetItem(i, Without(items[i], path[1..], value)); }
            return items;
        }
        if (node is not ObjectNode fields || fields[path[0]] is not { } child) { return node; }
        if (path.Length > 1) { return fields.Set(path[0], Without(child, path[1..], value)); }
        return child.Equals(value) ? fields.Remove(path[0]) : node;
    }
}
