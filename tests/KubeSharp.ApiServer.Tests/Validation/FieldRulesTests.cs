using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Validation;

/// <summary>Rules of single fields: each row is an object that is right but for one field, and what the server says of it.</summary>
public sealed class FieldRulesTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Core = "/api/v1/namespaces/default/", Resource = "/apis/resource.k8s.io/v1/", Storage = "/apis/storage.k8s.io/v1/", Net = "/apis/networking.k8s.io/v1/";
    private const string Scaler = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", Slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
    private const string Claims = Resource + "namespaces/default/resourceclaims", Volumes = "/api/v1/persistentvolumes";

    [Theory]
    [InlineData("""{"exactly":{"deviceClassName":"c"},"name":"Bad Name"}""", "spec.devices.requests[0].name")]
    [InlineData("""{"name":"a"}""", "spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required")]
    [InlineData("""{"name":"a","exactly":{}}""", "spec.devices.requests[0].exactly.deviceClassName: Required value")]
    [InlineData("""{"name":"a","exactly":{"deviceClassName":"c","allocationMode":"Some"}}""", "spec.devices.requests[0].exactly.allocationMode: Unsupported value: \"Some\": supported values: \"All\", \"ExactCount\"")]
    [InlineData("""{"name":"a","exactly":{"deviceClassName":"c","allocationMode":"All","count":2}}""", "spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'")]
    [InlineData("""{"name":"a","exactly":{"deviceClassName":"c","count":-1}}""", "spec.devices.requests[0].exactly.count: Invalid value: -1: must be greater than zero")]
    [InlineData("""{"name":"a","exactly":{"deviceClassName":"c","selectors":[{}]}}""", "spec.devices.requests[0].exactly.selectors[0].cel: Required value")]
    [InlineData("""{"name":"a","exactly":{"deviceClassName":"c","selectors":[{"cel":{"expression":"nothing.x"}}]}}""", "spec.devices.requests[0].exactly.selectors[0].cel.expression: Invalid value: \"nothing.x\"")]
    [InlineData("""{"name":"a","exactly":{"deviceClassName":"c","selectors":[{"cel":{"expression":"1+1"}}]}}""", "must evaluate to bool")]
    public async Task A_claim_of_devices_names_what_is_wrong_with_a_request(string request, string cause) =>
        await RefusedAsync(Claims, "\"spec\":{\"devices\":{\"requests\":[" + request + "]}}", cause);

    [Theory]
    [InlineData("\"constraints\":[{\"requests\":[\"b\"],\"matchAttribute\":\"a.b/c\"}]", "spec.devices.constraints[0].requests[0]: Invalid value: \"b\": must be the name of a request")]
    [InlineData("\"constraints\":[{\"matchAttribute\":\"c\"}]", "spec.devices.constraints[0].matchAttribute: Invalid value: \"c\": must include a domain")]
    [InlineData("\"config\":[{\"opaque\":{\"driver\":\"d\"}}]", "spec.devices.config[0].opaque.parameters: Required value")]
    [InlineData("\"config\":[{}]", "spec.devices.config[0].opaque: Required value")]
    public async Task A_claim_of_devices_names_what_is_wrong_beside_its_requests(string part, string cause) =>
        await RefusedAsync(Claims, "\"spec\":{\"devices\":{\"requests\":[{\"name\":\"a\",\"exactly\":{\"deviceClassName\":\"c\"}}]," + part + "}}", cause);

    [Theory]
    [InlineData("\"driver\":\"d\",\"pool\":{\"name\":\"p\",\"resourceSliceCount\":1}", "spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required")]
    [InlineData("\"driver\":\"d\",\"allNodes\":true,\"nodeName\":\"n\",\"pool\":{\"name\":\"p\",\"resourceSliceCount\":1}", "spec: Invalid value: \"{`nodeName`, `allNodes`}\"")]
    [InlineData("\"driver\":\"d\",\"allNodes\":true,\"pool\":{\"name\":\"p\",\"resourceSliceCount\":0}", "spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero")]
    [InlineData("\"allNodes\":true,\"pool\":{\"name\":\"p\",\"resourceSliceCount\":1}", "spec.driver: Required value")]
    [InlineData("\"driver\":\"d\",\"allNodes\":true,\"pool\":{\"name\":\"p\",\"resourceSliceCount\":1},\"devices\":[{\"name\":\"a\"},{\"name\":\"a\"}]", "spec.devices[1]: Duplicate value: \"a\"")]
    [InlineData("\"driver\":\"d\",\"allNodes\":true,\"pool\":{\"name\":\"p\",\"resourceSliceCount\":1},\"devices\":[{\"name\":\"a\",\"attributes\":{\"x\":{}}}]", "spec.devices[0].attributes[x]: Invalid value: \"\": exactly one value must be specified")]
    public async Task A_slice_of_devices_names_its_field(string spec, string cause) => await RefusedAsync(Resource + "resourceslices", "\"spec\":{" + spec + "}", cause);

    [Theory]
    [InlineData("""{"type":"Resource"}""", "spec.metrics[0].resource: Required value: must populate information for the given metric source")]
    [InlineData("""{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization"}}}""", "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization")]
    [InlineData("""{"type":"Resource","resource":{"name":"cpu","target":{"type":"Half","averageUtilization":5}}}""", "spec.metrics[0].resource.target.type: Invalid value: \"Half\": must be either Utilization, Value, or AverageValue")]
    [InlineData("""{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":0}}}""", "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0")]
    [InlineData("""{"type":"Pods","pods":{"metric":{},"target":{"type":"AverageValue","averageValue":"1"}}}""", "spec.metrics[0].pods.metric.name: Required value: must specify a metric name")]
    [InlineData("""{"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue"}}}""", "spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue")]
    [InlineData("""{"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":5}}}""", "spec.metrics[0].containerResource.container: Required value: must specify a container")]
    [InlineData("""{"type":"External","external":{"metric":{"name":"m"},"target":{"type":"Value","value":"-1"}}}""", "spec.metrics[0].external.target.value: Invalid value: \"-1\": must be positive")]
    public async Task An_autoscaler_names_what_is_wrong_with_a_metric(string metric, string cause) =>
        await RefusedAsync(Scaler, "\"spec\":{\"maxReplicas\":3,\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"d\"},\"metrics\":[" + metric + "]}", cause);

    [Theory]
    [InlineData("""{"stabilizationWindowSeconds":4000}""", "stabilizationWindowSeconds: Invalid value: 4000: must be less than or equal to 3600")]
    [InlineData("""{"selectPolicy":"Any"}""", "selectPolicy: Unsupported value: \"Any\": supported values: \"Disabled\", \"Max\", \"Min\"")]
    [InlineData("""{"policies":[{"type":"Pods","value":0,"periodSeconds":15}]}""", "policies[0].value: Invalid value: 0: must be greater than zero")]
    [InlineData("""{"policies":[{"type":"Pods","value":1,"periodSeconds":2000}]}""", "policies[0].periodSeconds: Invalid value: 2000: must be less than or equal to 1800")]
    public async Task An_autoscaler_names_what_is_wrong_with_its_behavior(string rules, string cause) =>
        await RefusedAsync(Scaler, "\"spec\":{\"maxReplicas\":3,\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"d\"},\"behavior\":{\"scaleDown\":" + rules + "}}", "spec.behavior.scaleDown." + cause);

    [Theory]
    [InlineData("\"awsElasticBlockStore\":{\"volumeID\":\"v\",\"partition\":300}", "spec.awsElasticBlockStore.partition: Invalid value: 300: must be between 1 and 255, inclusive")]
    [InlineData("\"nfs\":{\"server\":\"s\",\"path\":\"x\"}", "spec.nfs.path: Invalid value: \"x\": must be an absolute path")]
    [InlineData("\"csi\":{\"driver\":\"d\"}", "spec.csi.volumeHandle: Required value")]
    [InlineData("\"csi\":{\"driver\":\"d\",\"volumeHandle\":\"h\",\"nodeStageSecretRef\":{\"name\":\"n\"},\"nodePublishSecretRef\":{\"name\":\"n\"}}", "spec.csi.nodePublishSecretRef.namespace: Required value")]
    [InlineData("\"iscsi\":{\"targetPortal\":\"t\",\"iqn\":\"x\",\"lun\":0}", "spec.iscsi.iqn: Invalid value: \"x\": must be valid format starting with iqn, eui, or naa")]
    [InlineData("\"fc\":{\"targetWWNs\":[\"a\"]}", "spec.fc.lun: Required value: lun is required if targetWWNs is specified")]
    [InlineData("\"hostPath\":{\"path\":\"/x\",\"type\":\"Odd\"}", "spec.hostPath.type: Unsupported value: \"Odd\"")]
    [InlineData("\"hostPath\":{\"path\":\"/x\"},\"nodeAffinity\":{}", "spec.nodeAffinity.required: Required value: must specify required node constraints")]
    [InlineData("\"hostPath\":{\"path\":\"/x\"},\"storageClassName\":\"Bad Name\"", "spec.storageClassName: Invalid value: \"Bad Name\"")]
    [InlineData("\"hostPath\":{\"path\":\"/x\"},\"volumeAttributesClassName\":\"gold\"", "spec.csi: Required value: has to be specified when using volumeAttributesClassName")]
    [InlineData("\"rbd\":{\"image\":\"i\"}", "spec.rbd.monitors: Required value")]
    public async Task A_volume_names_its_field(string part, string cause) =>
        await RefusedAsync(Volumes, "\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"1Gi\"}," + part + "}", cause);

    [Theory]
    [InlineData(Core + "persistentvolumeclaims", "\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}},\"dataSource\":{\"kind\":\"Secret\",\"name\":\"s\"}}", "spec.dataSource: Invalid value: \"Secret\": must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
    [InlineData(Storage + "storageclasses", "\"provisioner\":\"a/b\",\"allowedTopologies\":[{\"matchLabelExpressions\":[{\"key\":\"k\",\"values\":[]}]}]", "allowedTopologies[0].matchLabelExpressions[0].values: Required value")]
    [InlineData(Storage + "csinodes", "\"spec\":{\"drivers\":[{\"name\":\"d\",\"nodeID\":\"\"}]}", "spec.drivers[0].nodeID: Required value")]
    [InlineData(Storage + "csidrivers", "\"spec\":{\"tokenRequests\":[{\"audience\":\"a\"},{\"audience\":\"a\"}]}", "spec.tokenRequests[1].audience: Duplicate value: \"a\"")]
    [InlineData(Storage + "csidrivers", "\"spec\":{\"nodeAllocatableUpdatePeriodSeconds\":5}", "spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 5: must be greater than or equal to 10 seconds")]
    [InlineData(Storage + "volumeattributesclasses", "\"driverName\":\"d\"", "parameters: Required value: must contain at least one key/value pair")]
    [InlineData(Storage + "namespaces/default/csistoragecapacities", "\"storageClassName\":\"s\",\"capacity\":\"-1Gi\"", "capacity: Invalid value: \"-1Gi\": must be greater than or equal to 0")]
    [InlineData(Net + "ingressclasses", "\"spec\":{\"controller\":\"a.b/c\",\"parameters\":{\"kind\":\"K\"}}", "spec.parameters.name: Required value")]
    [InlineData(Net + "ingressclasses", "\"spec\":{\"controller\":\"a.b/c\",\"parameters\":{\"kind\":\"K\",\"name\":\"n\",\"scope\":\"Namespace\"}}", "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'")]
    [InlineData(Net + "namespaces/default/ingresses", "\"spec\":{\"defaultBackend\":{\"resource\":{\"kind\":\"K\"}}}", "spec.defaultBackend.resource.name: Required value")]
    [InlineData(Net + "namespaces/default/ingresses", "\"spec\":{\"tls\":[{\"hosts\":[\"Bad Host\"]}],\"defaultBackend\":{\"service\":{\"name\":\"s\",\"port\":{\"number\":80}}}}", "spec.tls[0].hosts[0]: Invalid value: \"Bad Host\"")]
    [InlineData(Slices, "\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.0.0.1\"],\"hostname\":\"Bad Host\"}]", "endpoints[0].hostname: Invalid value: \"Bad Host\"")]
    [InlineData(Slices, "\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.0.0.1\"],\"hints\":{\"forZones\":[{\"name\":\"a\"},{\"name\":\"a\"}]}}]", "endpoints[0].hints.forZones[1].name: Duplicate value: \"a\"")]
    [InlineData(Slices, "\"addressType\":\"IPv4\",\"endpoints\":[],\"ports\":[{\"appProtocol\":\"not one\"}]", "ports[0].appProtocol: Invalid value: \"not one\"")]
    [InlineData(Core + "endpoints", "\"subsets\":[{\"addresses\":[{\"ip\":\"10.0.0.1\",\"nodeName\":\"Bad Node\"}],\"ports\":[{\"port\":80}]}]", "subsets[0].addresses[0].nodeName: Invalid value: \"Bad Node\"")]
    [InlineData(Core + "endpoints", "\"subsets\":[{\"addresses\":[{\"ip\":\"10.0.0.1\"}],\"ports\":[{\"port\":80,\"protocol\":\"ICMP\"}]}]", "subsets[0].ports[0].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\"")]
    [InlineData(Core + "limitranges", "\"spec\":{\"limits\":[{\"type\":\"Thing\"}]}", "spec.limits[0].type: Invalid value: \"Thing\": must be a standard limit type or fully qualified")]
    [InlineData(Core + "limitranges", "\"spec\":{\"limits\":[{\"type\":\"Container\",\"maxLimitRequestRatio\":{\"cpu\":\"500m\"}}]}", "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1")]
    [InlineData(Core + "limitranges", "\"spec\":{\"limits\":[{\"type\":\"PersistentVolumeClaim\"}]}", "spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided")]
    [InlineData(Core + "resourcequotas", "\"spec\":{\"hard\":{\"pods\":1},\"scopes\":[\"Sometimes\"]}", "spec.scopes: Invalid value: [\"Sometimes\"]: unsupported scope")]
    [InlineData(Core + "resourcequotas", "\"spec\":{\"hard\":{\"pods\":1},\"scopes\":[\"BestEffort\",\"NotBestEffort\"]}", "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes")]
    [InlineData(Core + "resourcequotas", "\"spec\":{\"scopeSelector\":{\"matchExpressions\":[{\"scopeName\":\"PriorityClass\",\"operator\":\"In\"}]}}", "spec.scopeSelector.matchExpressions.values: Required value")]
    [InlineData(Core + "services", "\"spec\":{\"ports\":[{\"port\":80,\"nodePort\":-1}]}", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'")]
    [InlineData("/apis/node.k8s.io/v1/runtimeclasses", "\"handler\":\"h\",\"overhead\":{\"podFixed\":{\"cpu\":\"-1\"}}", "overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("/apis/batch/v1/namespaces/default/jobs", "\"spec\":{\"successPolicy\":{},\"template\":{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}", "spec.successPolicy: Invalid value: {\"Rules\":null}: requires indexed completion mode")]
    [InlineData("/apis/batch/v1/namespaces/default/jobs", "\"spec\":{\"completionMode\":\"Indexed\",\"completions\":3,\"parallelism\":1,\"successPolicy\":{\"rules\":[{\"succeededIndexes\":\"2,1\"}]},\"template\":{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}", "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"2,1\"")]
    [InlineData("/apis/batch/v1/namespaces/default/cronjobs", "\"spec\":{\"schedule\":\"* * * * *\",\"jobTemplate\":{\"spec\":{\"selector\":{},\"template\":{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}}", "spec.jobTemplate.spec.selector: Invalid value: {}: `selector` will be auto-generated")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", "\"spec\":{\"priorityLevelConfiguration\":{\"name\":\"p\"},\"rules\":[{\"subjects\":[{\"kind\":\"User\"}],\"nonResourceRules\":[{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/x\"]}]}]}", "spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", "\"spec\":{\"priorityLevelConfiguration\":{\"name\":\"p\"},\"rules\":[{\"subjects\":[{\"kind\":\"User\",\"user\":{\"name\":\"*\"}}],\"resourceRules\":[{\"verbs\":[\"see\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"],\"namespaces\":[\"*\"]}]}]}", "spec.rules[0].resourceRules[0].verbs: Unsupported value: [\"see\"]: supported values: \"create\", \"delete\"")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", "\"spec\":{\"priorityLevelConfiguration\":{\"name\":\"p\"},\"rules\":[{\"subjects\":[{\"kind\":\"User\",\"user\":{\"name\":\"*\"}}],\"nonResourceRules\":[{\"verbs\":[\"*\"],\"nonResourceURLs\":[\"x\"]}]}]}", "spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: \"x\": must start with slash")]
    [InlineData("/apis/apps/v1/namespaces/default/statefulsets", "\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"updateStrategy\":{\"rollingUpdate\":{\"maxUnavailable\":0}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}", "spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0")]
    [InlineData("/apis/batch/v1/namespaces/default/jobs", "\"spec\":{\"podFailurePolicy\":{\"rules\":[{\"action\":\"Ignore\",\"onPodConditions\":[{\"type\":\"T\",\"status\":\"Perhaps\"}]}]},\"template\":{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}", "spec.podFailurePolicy.rules[0].onPodConditions[0].status: Unsupported value: \"Perhaps\": supported values: \"False\", \"True\", \"Unknown\"")]
    [InlineData("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", "\"webhooks\":[{\"name\":\"a.b.c\",\"sideEffects\":\"None\",\"admissionReviewVersions\":[\"v1\"],\"reinvocationPolicy\":\"Often\",\"clientConfig\":{\"url\":\"https://x/y\"}}]", "webhooks[0].reinvocationPolicy: Unsupported value: \"Often\": supported values: \"IfNeeded\", \"Never\"")]
    public async Task An_object_names_its_field(string path, string fields, string cause) => await RefusedAsync(path, fields, cause);

    [Theory]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"resizePolicy\":[{\"resourceName\":\"disk\",\"restartPolicy\":\"NotRequired\"}]}]", "spec.containers[0].resizePolicy: Unsupported value: \"disk\": supported values: \"cpu\", \"memory\"")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"restartPolicyRules\":[{\"action\":\"Restart\",\"exitCodes\":{\"operator\":\"In\",\"values\":[1]}}]}]", "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"env\":[{\"name\":\"A\",\"valueFrom\":{\"fieldRef\":{\"apiVersion\":\"v2\",\"fieldPath\":\"metadata.name\"}}}]}]", "error converting fieldPath: unsupported pod version: v2")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"resourceClaims\":[{\"name\":\"a\"}]", "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"ephemeralContainers\":[{\"name\":\"e\",\"image\":\"i\"}]", "spec.ephemeralContainers: Forbidden: cannot be set on create")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"os\":{\"name\":\"linux\"},\"securityContext\":{\"windowsOptions\":{}}", "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"securityContext\":{\"privileged\":true}}],\"os\":{\"name\":\"windows\"}", "spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"securityContext\":{\"seLinuxChangePolicy\":\"Odd\"}", "spec.securityContext.seLinuxChangePolicy: Unsupported value: \"Odd\": supported values: \"Recursive\"")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"affinity\":{\"podAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{\"topologyKey\":\"z\",\"matchLabelKeys\":[\"a\"]}]}}", "matchLabelKeys: Forbidden: must not be specified when labelSelector is not set")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[{\"matchFields\":[{\"key\":\"metadata.name\",\"operator\":\"In\",\"values\":[\"a\",\"b\"]}]}]}}}", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"volumes\":[{\"name\":\"v\",\"csi\":{}}]", "spec.volumes[0].csi.driver: Required value")]
    [InlineData("\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"volumes\":[{\"name\":\"v\",\"gitRepo\":{\"repository\":\"r\",\"directory\":\"../x\"}}]", "spec.volumes[0].gitRepo.directory: Invalid value: \"../x\": must not contain '..'")]
    public async Task A_pod_names_its_field(string spec, string cause)
    {
        var space = await cluster.NamespaceAsync();
        await RefusedAsync($"/api/v1/namespaces/{space}/pods", "\"spec\":{" + spec + "}", cause);
    }

    [Fact]
    public async Task A_claim_of_devices_is_filled_in_and_then_stays()
    {
        var (code, made) = await cluster.Server.SendAsync("POST", Claims, """{"metadata":{"name":"kept"},"spec":{"devices":{"requests":[{"name":"a","exactly":{"deviceClassName":"c","tolerations":[{"key":"k"}],"selectors":[{"cel":{"expression":"device.driver == 'd'"}}]}}]}}}""");
        Assert.Equal((201, "ExactCount"), (code, made.At("spec", "devices", "requests") is ArrayNode requests ? requests[0].TextAt("exactly", "allocationMode") : made.TextAt("message")));
        var (changed, refused) = await cluster.Server.SendAsync("PATCH", Claims + "/kept", """{"spec":{"devices":{"requests":[{"name":"b","exactly":{"deviceClassName":"c"}}]}}}""", "application/merge-patch+json");
        Assert.Equal(422, changed);
        Assert.Contains("field is immutable", refused.TextAt("message"));
        var status = """{"status":{"reservedFor":[{"resource":"pods","name":"p","uid":"u"}]}}""";
        var (early, forbidden) = await cluster.Server.SendAsync("PATCH", Claims + "/kept/status", status, "application/merge-patch+json");
        Assert.Equal(422, early);
        Assert.Contains("status.reservedFor: Forbidden: may not be specified when `allocated` is not set", forbidden.TextAt("message"));
    }

    private async Task RefusedAsync(string path, string fields, string cause)
    {
        var (code, refused) = await cluster.Server.SendAsync("POST", path + "?dryRun=All", "{\"metadata\":{\"name\":\"x\"}," + fields + "}");
        Assert.Contains(cause, refused.TextAt("message") ?? refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(422, code);
    }
}
