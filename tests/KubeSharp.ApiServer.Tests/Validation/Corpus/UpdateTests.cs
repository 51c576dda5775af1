using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Validation.Corpus;

/// <summary>Right objects of every kind, changed in one field that upstream documents as fixed once it is set, or as one that may change.</summary>
public sealed class UpdateTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Storage = "storage.k8s.io/v1/", Net = "networking.k8s.io/v1/", Rbac = "rbac.authorization.k8s.io/v1/", Device = "resource.k8s.io/v1/";
    private const string Invalid = "FieldValueInvalid", Forbidden = "FieldValueForbidden";

    [Theory]
    [InlineData("v1/Secret", """{"type":"other"}""", "type", Invalid)]
    [InlineData("v1/Service", """{"spec":{"clusterIP":"10.96.0.99","clusterIPs":["10.96.0.99"]}}""", "spec.clusterIPs[0]", Invalid)]
    [InlineData("v1/PersistentVolumeClaim", """{"spec":{"accessModes":["ReadOnlyMany"]}}""", "spec", Forbidden)]
    [InlineData("v1/PersistentVolumeClaim", """{"spec":{"volumeName":"w"}}""", "spec", Forbidden)]
    [InlineData("v1/PersistentVolume", """{"spec":{"csi":{"volumeHandle":"i"}}}""", "spec.persistentvolumesource", Forbidden)]
    [InlineData("v1/PersistentVolume", """{"spec":{"volumeMode":"Block"}}""", "volumeMode", Invalid)]
    [InlineData("v1/Node", """{"spec":{"providerID":"q"}}""", "spec.providerID", Forbidden)]
    [InlineData("v1/Node", """{"spec":{"podCIDR":"10.2.0.0/24","podCIDRs":["10.2.0.0/24"]}}""", "spec.podCIDRs", Forbidden)]
    [InlineData("v1/ResourceQuota", """{"spec":{"scopes":["Terminating"]}}""", "spec.scopes", Invalid)]
    [InlineData("v1/Pod", """{"spec":{"hostPID":false}}""", "spec", Forbidden)]
    [InlineData("v1/Pod", """{"spec":{"hostname":"other"}}""", "spec", Forbidden)]
    [InlineData("v1/Pod", """{"spec":{"activeDeadlineSeconds":90}}""", "spec.activeDeadlineSeconds", Invalid)]
    [InlineData("v1/Pod", """{"spec":{"tolerations":[]}}""", "spec.tolerations", Forbidden)]
    [InlineData("v1/Pod", """{"spec":{"schedulingGates":[{"name":"a/b"},{"name":"a/c"}]}}""", "spec.schedulingGates[1].name", Forbidden)]
    [InlineData("apps/v1/Deployment", """{"spec":{"selector":{"matchLabels":{"c":"d"}},"template":{"metadata":{"labels":{"c":"d"}}}}}""", "spec.selector", Invalid)]
    [InlineData("apps/v1/ReplicaSet", """{"spec":{"selector":{"matchLabels":{"c":"d"}},"template":{"metadata":{"labels":{"c":"d"}}}}}""", "spec.selector", Invalid)]
    [InlineData("apps/v1/DaemonSet", """{"spec":{"selector":{"matchLabels":{"c":"d"}},"template":{"metadata":{"labels":{"c":"d"}}}}}""", "spec.selector", Invalid)]
    [InlineData("apps/v1/StatefulSet", """{"spec":{"serviceName":"t"}}""", "spec", Forbidden)]
    [InlineData("apps/v1/StatefulSet", """{"spec":{"podManagementPolicy":"OrderedReady"}}""", "spec", Forbidden)]
    [InlineData("apps/v1/ControllerRevision", """{"data":{"a":"c"}}""", "data", Invalid)]
    [InlineData("batch/v1/Job", """{"spec":{"completionMode":"NonIndexed","backoffLimitPerIndex":null,"maxFailedIndexes":null,"successPolicy":null}}""", "spec.completionMode", Invalid)]
    [InlineData("batch/v1/Job", """{"spec":{"completions":4}}""", "spec.completions", Invalid)]
    [InlineData("batch/v1/Job", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"j"}]}}}}""", "spec.template.spec", Invalid)]
    [InlineData(Storage + "StorageClass", """{"provisioner":"a.b/d"}""", "provisioner", Invalid)]
    [InlineData(Storage + "StorageClass", """{"parameters":{"a":"c"}}""", "parameters", Invalid)]
    [InlineData(Storage + "StorageClass", """{"reclaimPolicy":"Retain"}""", "reclaimPolicy", Invalid)]
    [InlineData(Storage + "StorageClass", """{"volumeBindingMode":"WaitForFirstConsumer"}""", "volumeBindingMode", Invalid)]
    [InlineData(Storage + "CSIDriver", """{"spec":{"attachRequired":false}}""", "spec.attachedRequired", Invalid)]
    [InlineData(Storage + "CSIDriver", """{"spec":{"volumeLifecycleModes":["Ephemeral"]}}""", "spec.volumeLifecycleModes", Invalid)]
    [InlineData(Storage + "CSIStorageCapacity", """{"storageClassName":"t"}""", "storageClassName", Invalid)]
    [InlineData(Storage + "CSIStorageCapacity", """{"nodeTopology":{"matchLabels":{"a":"c"}}}""", "nodeTopology", Invalid)]
    [InlineData(Storage + "VolumeAttachment", """{"spec":{"nodeName":"m"}}""", "spec", Invalid)]
    [InlineData(Storage + "VolumeAttributesClass", """{"driverName":"e"}""", "driverName", Forbidden)]
    [InlineData(Storage + "VolumeAttributesClass", """{"parameters":{"a":"c"}}""", "parameters", Forbidden)]
    [InlineData("scheduling.k8s.io/v1/PriorityClass", """{"value":2}""", "value", Forbidden)]
    [InlineData("scheduling.k8s.io/v1/PriorityClass", """{"preemptionPolicy":"PreemptLowerPriority"}""", "preemptionPolicy", Invalid)]
    [InlineData("node.k8s.io/v1/RuntimeClass", """{"handler":"i"}""", "handler", Invalid)]
    [InlineData(Net + "IngressClass", """{"spec":{"controller":"a.b/d"}}""", "spec.controller", Invalid)]
    [InlineData(Net + "IPAddress", """{"spec":{"parentRef":{"name":"t"}}}""", "spec.parentRef", Invalid)]
    [InlineData(Rbac + "RoleBinding", """{"roleRef":{"name":"s"}}""", "roleRef", Invalid)]
    [InlineData(Rbac + "ClusterRoleBinding", """{"roleRef":{"name":"s"}}""", "roleRef", Invalid)]
    [InlineData("discovery.k8s.io/v1/EndpointSlice", """{"addressType":"FQDN","endpoints":[{"addresses":["a.b"]}]}""", "addressType", Invalid)]
    [InlineData(Device + "ResourceClaim", """{"spec":{"devices":{"constraints":[]}}}""", "spec", Invalid)]
    [InlineData(Device + "ResourceClaimTemplate", """{"spec":{"metadata":{"labels":{"a":"c"}}}}""", "spec", Invalid)]
    [InlineData(Device + "ResourceSlice", """{"spec":{"driver":"e.example.com"}}""", "spec.driver", Invalid)]
    [InlineData(Device + "ResourceSlice", """{"spec":{"pool":{"name":"q"}}}""", "spec.pool.name", Invalid)]
    [InlineData(Device + "ResourceSlice", """{"spec":{"nodeName":"m"}}""", "spec.nodeName", Invalid)]
    public async Task What_is_fixed_once_it_is_set_is_refused_by_its_name(string kind, string patch, string field, string reason)
    {
        var (code, answer) = await PatchAsync(kind, patch);
        Assert.True(code == 422, $"{code} {answer}");
        Assert.Contains((field, reason), answer.Object("details").Items("causes").Select(static c => (c.Text("field"), c.Text("reason"))));
    }

    [Theory]
    [InlineData("v1/Service", """{"spec":{"sessionAffinity":"None","sessionAffinityConfig":null}}""")]
    [InlineData("v1/Pod", """{"spec":{"activeDeadlineSeconds":30}}""")]
    [InlineData("v1/Pod", """{"spec":{"schedulingGates":[]}}""")]
    [InlineData("v1/PersistentVolume", """{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}""")]
    [InlineData("apps/v1/Deployment", """{"spec":{"replicas":3,"paused":false,"minReadySeconds":2}}""")]
    [InlineData("apps/v1/StatefulSet", """{"spec":{"replicas":3,"ordinals":{"start":2},"persistentVolumeClaimRetentionPolicy":{"whenScaled":"Delete"}}}""")]
    [InlineData("apps/v1/DaemonSet", """{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}""")]
    [InlineData("batch/v1/Job", """{"spec":{"parallelism":2,"suspend":false,"template":{"spec":{"nodeSelector":{"a":"b"}}}}}""")]
    [InlineData("batch/v1/CronJob", """{"spec":{"schedule":"1 * * * *","timeZone":"Europe/Berlin"}}""")]
    [InlineData(Storage + "StorageClass", """{"allowVolumeExpansion":false,"mountOptions":["b"]}""")]
    [InlineData(Storage + "CSIDriver", """{"spec":{"podInfoOnMount":false,"storageCapacity":false,"requiresRepublish":false,"fsGroupPolicy":"None"}}""")]
    [InlineData("policy/v1/PodDisruptionBudget", """{"spec":{"minAvailable":2,"selector":{"matchLabels":{"c":"d"}}}}""")]
    [InlineData(Rbac + "RoleBinding", """{"subjects":[]}""")]
    [InlineData(Device + "DeviceClass", """{"spec":{"selectors":[]}}""")]
    public async Task What_may_change_is_changed(string kind, string patch)
    {
        var (code, answer) = await PatchAsync(kind, patch);
        Assert.True(code == 200, $"{code} {answer}");
    }

    [Theory]
    [InlineData("v1/ConfigMap", """{"immutable":false}""", "immutable")]
    [InlineData("v1/ConfigMap", """{"data":{"k":"w"}}""", "data")]
    [InlineData("v1/Secret", """{"data":{"k":"Yg=="}}""", "data")]
    public async Task What_was_made_immutable_stays_so(string kind, string patch, string field)
    {
        await PatchAsync(kind, """{"immutable":true}""", isDry: false);
        var (code, answer) = await PatchAsync(kind, patch);
        Assert.True(code == 422, $"{code} {answer}");
        Assert.Contains((field, Forbidden), answer.Object("details").Items("causes").Select(static c => (c.Text("field"), c.Text("reason"))));
    }

    private async Task<(int Code, ObjectNode Answer)> PatchAsync(string kind, string patch, bool isDry = true)
    {
        var seed = Samples.Seeds[kind];
        if (!cluster.Server.Server.Objects.List("serviceaccounts").Any()) { await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}"""); }
        var path = $"{Samples.PathOf(seed)}/{seed.TextAt("metadata", "name")}";
        if ((await cluster.Server.SendAsync("GET", path)).Code == 404)
        {
            var (code, answer) = await cluster.Server.SendAsync("POST", Samples.PathOf(seed), seed.ToString());
            Assert.True(code == 201, answer.ToString());
        }
        return await cluster.Server.SendAsync("PATCH", $"{path}{(isDry ? "?dryRun=All" : "")}", patch, "application/merge-patch+json");
    }
}
