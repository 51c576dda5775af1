using System.Collections.Frozen;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Features;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Fields that belong to features that are off: those of alpha features are dropped from what is written, and a server that emulates a version in which a feature was off drops its fields from what is written, unless the
/// object had one of them before. Pure. Source: the fields that upstream's registries drop; the lifecycle of the gates.
/// </summary>
public sealed class GatedFields
{
    // A gate, the resource (template: whatever holds the specification of pods) and the fields; * stands for any item of a list or entry of a map.
    private static readonly (string Gate, string Resource, string[] Paths)[] _rows =
    [
        ("ContainerRestartRules", Template, ["containers/*/restartPolicy", "containers/*/restartPolicyRules", "initContainers/*/restartPolicyRules"]),
        ("DynamicResourceAllocation", Template, ["resourceClaims", "containers/*/resources/claims", "initContainers/*/resources/claims"]),
        ("EnvFiles", Template, ["containers/*/env/*/valueFrom/fileKeyRef", "initContainers/*/env/*/valueFrom/fileKeyRef"]),
        ("HostnameOverride", Template, ["hostnameOverride"]),
        ("ImageVolume", Template, ["volumes/*/image"]),
        ("PodLevelResources", Template, ["resources"]),
        ("DRAExtendedResource", "pods", ["status/extendedResourceClaimStatus"]),
        ("InPlacePodLevelResourcesVerticalScaling", "pods", ["status/resources", "status/allocatedResources"]),
        ("PodObservedGenerationTracking", "pods", ["status/observedGeneration", "status/conditions/*/observedGeneration"]),
        ("ResourceHealthStatus", "pods", ["status/containerStatuses/*/allocatedResourcesStatus", "status/initContainerStatuses/*/allocatedResourcesStatus"]),
        ("NodeDeclaredFeatures", "nodes", ["status/declaredFeatures"]),
        ("DeploymentReplicaSetTerminatingReplicas", "deployments.apps", ["status/terminatingReplicas"]),
        ("DeploymentReplicaSetTerminatingReplicas", "replicasets.apps", ["status/terminatingReplicas"]),
        ("HPAConfigurableTolerance", "horizontalpodautoscalers.autoscaling", ["spec/behavior/scaleUp/tolerance", "spec/behavior/scaleDown/tolerance"]),
        ("CSIServiceAccountTokenSecrets", "csidrivers.storage.k8s.io", ["spec/serviceAccountTokenInSecrets"]),
        ("MutableCSINodeAllocatableCount", "csidrivers.storage.k8s.io", ["spec/nodeAllocatableUpdatePeriodSeconds"]),
        ("MutableCSINodeAllocatableCount", "volumeattachments.storage.k8s.io", ["status/attachError/errorCode", "status/detachError/errorCode"]),
        ("VolumeAttributesClass", "persistentvolumes", ["spec/volumeAttributesClassName"]),
        ("VolumeAttributesClass", "persistentvolumeclaims", ["spec/volumeAttributesClassName", "status/currentVolumeAttributesClassName", "status/modifyVolumeStatus"]),
        ("CRDObservedGenerationTracking", "customresourcedefinitions.apiextensions.k8s.io", ["status/observedGeneration", "status/conditions/*/observedGeneration"]),
        ("DRAExtendedResource", "deviceclasses.resource.k8s.io", ["spec/extendedResourceName"]),
        ("DRAConsumableCapacity", "resourceclaims.resource.k8s.io", ["spec/devices/requests/*/exactly/capacity", "spec/devices/requests/*/firstAvailable/*/capacity", "spec/devices/constraints/*/distinctAttribute", "status/allocation/devices/results/*/shareID", "status/allocation/devices/results/*/consumedCapacity", "status/devices/*/shareID"]),
        ("DRADeviceTaints", "resourceclaims.resource.k8s.io", ["spec/devices/requests/*/exactly/tolerations", "spec/devices/requests/*/firstAvailable/*/tolerations"]),
        ("DRADeviceBindingConditions", "resourceclaims.resource.k8s.io", ["status/allocation/devices/results/*/bindingConditions", "status/allocation/devices/results/*/bindingFailureConditions"]),
        ("DRAConsumableCapacity", "resourceslices.resource.k8s.io", ["spec/devices/*/allowMultipleAllocations"]),
        ("DRADeviceBindingConditions", "resourceslices.resource.k8s.io", ["spec/devices/*/bindsToNode", "spec/devices/*/bindingConditions", "spec/devices/*/bindingFailureConditions"]),
        ("DRADeviceTaints", "resourceslices.resource.k8s.io", ["spec/devices/*/taints"]),
        ("DRAPartitionableDevices", "resourceslices.resource.k8s.io", ["spec/sharedCounters", "spec/perDeviceNodeSelection", "spec/devices/*/consumesCounters", "spec/devices/*/nodeName", "spec/devices/*/nodeSelector", "spec/devices/*/allNodes"]),
    ];

    // Of alpha features that are off unless they are asked for.
    private static readonly (string Gate, string Resource, string[] Paths)[] _alpha =
    [
        ("ContainerStopSignals", Template, ["containers/*/lifecycle/stopSignal", "initContainers/*/lifecycle/stopSignal"]),
        ("DRAListTypeAttributes", "resourceslices.resource.k8s.io", [.. new[] { "ints", "bools", "strings", "versions" }.Select(static f => $"spec/devices/*/attributes/*/{f}")]),
        ("DRANodeAllocatableResources", "resourceslices.resource.k8s.io", ["spec/devices/*/nodeAllocatableResourceMappings"]),
        ("DRANodeAllocatableResources", "pods", ["status/nodeAllocatableResourceClaimStatuses"]),
    ];

    private const string Template = "template";

    // Where resources have the specification of a pod.
    private static readonly (string Resource, string Path)[] _templates =
    [
        ("pods", "spec/"), ("podtemplates", "template/spec/"), ("cronjobs.batch", "spec/jobTemplate/spec/template/spec/"),
        .. new[] { "replicationcontrollers", "deployments.apps", "replicasets.apps", "daemonsets.apps", "statefulsets.apps", "jobs.batch" }.Select(static r => (r, "spec/template/spec/")),
    ];

    private readonly FrozenDictionary<string, string[][][]> _off;

    private GatedFields(FrozenDictionary<string, string[][][]> off) => _off = off;

    /// <summary>Nothing is dropped: a server of its own version has all of them.</summary>
    public static GatedFields None { get; } = new(FrozenDictionary<string, string[][][]>.Empty);

    /// <summary>Those of the features that are off: alpha ones, and those that the version that is emulated has not.</summary>
    public static GatedFields Of(EmulatedVersion version, FeatureGates features) => new(_alpha.Concat(version.IsAnother ? _rows : []).Where(r => !features.IsOn(r.Gate))
        .SelectMany(static r => r.Resource != Template ? [r] : _templates.Select(t => (r.Gate, t.Resource, Paths: r.Paths.Select(p => t.Path + p).ToArray())))
        .GroupBy(static r => r.Resource).ToFrozenDictionary(static g => g.Key, static g => g.Select(static r => r.Paths.Select(static p => p.Split('/')).ToArray()).ToArray(), StringComparer.Ordinal));

    /// <summary>The object without them; <paramref name="old"/> is what it takes the place of.</summary>
    public ObjectNode Drop(string resource, ObjectNode value, ObjectNode? old)
    {
        foreach (var paths in _off.GetValueOrDefault(resource) ?? [])
        {
            if (old is not null && Array.Exists(paths, p => Has(old, p))) { continue; }
            value = paths.Aggregate(value, static (v, path) => (ObjectNode)Without(v, path));
        }
        return value;
    }

    private static bool Has(Node? node, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty) { return node is not (null or NullNode); }
        if (path[0] != "*") { return node is ObjectNode fields && Has(fields[path[0]], path[1..]); }
        foreach (var item in node is ObjectNode entries ? entries.Select(static f => f.Value) : node as ArrayNode ?? ArrayNode.Empty)
        {
            if (Has(item, path[1..])) { return true; }
        }
        return false;
    }

    private static Node Without(Node node, string[] path)
    {
        if (!Has(node, path)) { return node; }
        if (path is [var last]) { return ((ObjectNode)node).Remove(last); }
        var rest = path[1..];
        return (path[0], node) switch
        {
            ("*", ArrayNode items) => new ArrayNode([.. items.Select(i => Without(i, rest))]),
            ("*", ObjectNode entries) => ObjectNode.Of([.. entries.Select(f => (f.Key, (Node?)Without(f.Value, rest)))]),
            _ => ((ObjectNode)node).Set(path[0], Without(((ObjectNode)node)[path[0]]!, rest)),
        };
    }
}
