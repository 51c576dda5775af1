using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Validation;

/// <summary>What each kind refuses, through the whole server.</summary>
public sealed class KindValidationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Apps = "/apis/apps/v1/namespaces/default/", Batch = "/apis/batch/v1/namespaces/default/", Core = "/api/v1/namespaces/default/";
    private const string Template = "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
    private const string JobTemplate = "\"template\":{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
    private const string Selector = "\"selector\":{\"matchLabels\":{\"a\":\"b\"}}";

    [Fact]
    public async Task Containers_of_a_stateful_set_mount_its_claims_by_their_names()
    {
        static string Set(string mounted) => ("{\"metadata\":{\"name\":\"s-NAME\"},\"spec\":{" + Selector + ""","serviceName":"s","template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"NAME","mountPath":"/data"}]}]}},"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Mi"}}}}]}}""").Replace("NAME", mounted, StringComparison.Ordinal);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", Apps + "statefulsets", Set("data"))).Code);
        var (code, refused) = await cluster.Server.SendAsync("POST", Apps + "statefulsets", Set("other"));
        Assert.Equal(422, code);
        Assert.Contains("spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"other\"", refused.TextAt("message"));
    }

    [Fact]
    public async Task Claims_have_administrative_access_only_in_namespaces_that_are_labelled_for_it()
    {
        const string Spec = """{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","adminAccess":true}}]}}""";
        const string Cause = "spec.devices.requests[0].adminAccess: Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace";
        var (plain, labelled) = (await cluster.NamespaceAsync(), await cluster.NamespaceAsync("""{"resource.kubernetes.io/admin-access":"true"}"""));
        (string Plural, string Body)[] asked = [("resourceclaims", """{"metadata":{"name":"x"},"spec":SPEC}"""), ("resourceclaimtemplates", """{"metadata":{"name":"x"},"spec":{"spec":SPEC}}""")];
        foreach (var (plural, body) in asked)
        {
            var (code, refused) = await cluster.Server.SendAsync("POST", $"/apis/resource.k8s.io/v1/namespaces/{plain}/{plural}", body.Replace("SPEC", Spec, StringComparison.Ordinal));
            Assert.Equal((422, Cause), (code, refused.TextAt("message")!.Split(" is invalid: ")[^1]));
            Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/apis/resource.k8s.io/v1/namespaces/{labelled}/{plural}", body.Replace("SPEC", Spec, StringComparison.Ordinal))).Code);
        }
    }

    [Theory]
    [InlineData(Apps + "deployments", "\"spec\":{" + Template + "}", "spec.selector: Required value")]
    [InlineData(Apps + "deployments", "\"spec\":{\"selector\":{}," + Template + "}", "spec.selector: Invalid value: {}: empty selector is invalid for deployment")]
    [InlineData(Apps + "deployments", "\"spec\":{" + Selector + "," + Template + ",\"strategy\":{\"type\":\"Sometimes\"}}", "spec.strategy: Unsupported value: {\"Type\":\"Sometimes\",\"RollingUpdate\":null}: supported values: \"Recreate\", \"RollingUpdate\"")]
    [InlineData(Apps + "deployments", "\"spec\":{" + Selector + "," + Template + ",\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":{}}}", "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'")]
    [InlineData(Apps + "deployments", "\"spec\":{" + Selector + "," + Template + ",\"minReadySeconds\":600}", "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds")]
    [InlineData(Apps + "deployments", "\"spec\":{" + Selector + "," + Template + ",\"strategy\":{\"rollingUpdate\":{\"maxUnavailable\":\"150%\"}}}", "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"150%\": must not be greater than 100%")]
    [InlineData(Apps + "replicasets", "\"spec\":{\"selector\":{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Is\"}]}," + Template + "}", "spec.selector.matchExpressions[0].operator: Invalid value: \"Is\": not a valid selector operator")]
    [InlineData(Apps + "daemonsets", "\"spec\":{" + Selector + "," + Template + ",\"updateStrategy\":{\"rollingUpdate\":{\"maxUnavailable\":0}}}", "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0")]
    [InlineData(Apps + "statefulsets", "\"spec\":{" + Selector + "," + Template + ",\"podManagementPolicy\":\"Chaos\"}", "spec.podManagementPolicy: Invalid value: \"Chaos\": must be 'OrderedReady' or 'Parallel'")]
    [InlineData(Core + "replicationcontrollers", "\"spec\":{\"selector\":{\"x\":\"y\"}," + Template + "}", "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`")]
    [InlineData(Batch + "jobs", "\"spec\":{\"completionMode\":\"Indexed\",\"parallelism\":1," + JobTemplate + "}", "spec.completions: Required value: when completion mode is Indexed")]
    [InlineData(Batch + "jobs", "\"spec\":{\"backoffLimit\":-1," + JobTemplate + "}", "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(Batch + "cronjobs", "\"spec\":{\"schedule\":\"* * * * *\",\"timeZone\":\"Nowhere/Land\",\"jobTemplate\":{\"spec\":{" + JobTemplate + "}}}", "spec.timeZone: Invalid value: \"Nowhere/Land\": unknown time zone Nowhere/Land")]
    [InlineData(Batch + "cronjobs", "\"spec\":{\"schedule\":\"* * * * *\",\"concurrencyPolicy\":\"X\",\"jobTemplate\":{\"spec\":{" + JobTemplate + "}}}", "spec.concurrencyPolicy: Unsupported value: \"X\": supported values: \"Allow\", \"Forbid\", \"Replace\"")]
    [InlineData(Core + "secrets", "\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"bm9wZQ==\"}", "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid json")]
    [InlineData(Core + "secrets", "\"type\":\"kubernetes.io/service-account-token\"", "metadata.annotations[kubernetes.io/service-account.name]: Required value")]
    [InlineData(Core + "persistentvolumeclaims", "\"spec\":{\"accessModes\":[\"Often\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}", "spec.accessModes: Unsupported value: \"Often\"")]
    [InlineData(Core + "persistentvolumeclaims", "\"spec\":{\"accessModes\":[\"ReadWriteOnce\"]}", "spec.resources[storage]: Required value")]
    [InlineData("/api/v1/persistentvolumes", "\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"1Gi\"}}", "spec: Required value: must specify a volume type")]
    [InlineData("/apis/storage.k8s.io/v1/storageclasses", "\"provisioner\":\"\"", "provisioner: Required value")]
    [InlineData("/apis/networking.k8s.io/v1/namespaces/default/ingresses", "\"spec\":{\"rules\":[{\"http\":{\"paths\":[{\"path\":\"x\",\"pathType\":\"Prefix\",\"backend\":{\"service\":{\"name\":\"s\",\"port\":{\"number\":80}}}}]}}]}", "spec.rules[0].http.paths[0].path: Invalid value: \"x\": must be an absolute path")]
    [InlineData("/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", "\"spec\":{\"podSelector\":{},\"ingress\":[{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\",\"except\":[\"11.0.0.0/16\"]}}]}]}", "spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`")]
    [InlineData("/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", "\"spec\":{\"podSelector\":{},\"policyTypes\":[\"Sideways\"]}", "spec.policyTypes[0]: Unsupported value: \"Sideways\": supported values: \"Ingress\", \"Egress\"")]
    [InlineData("/apis/policy/v1/namespaces/default/poddisruptionbudgets", "\"spec\":{\"minAvailable\":1,\"maxUnavailable\":1}", "minAvailable and maxUnavailable cannot be both set")]
    [InlineData("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", "\"spec\":{\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"d\"},\"minReplicas\":5,\"maxReplicas\":3}", "spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`")]
    [InlineData("/apis/scheduling.k8s.io/v1/priorityclasses", "\"value\":2000000000", "value: Forbidden: maximum allowed value of a user defined priority is 1000000000")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", "\"rules\":[{\"verbs\":[],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}]", "rules[0].verbs: Required value: verbs must contain at least one value")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", "\"rules\":[{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/x\"]}]", "rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to non-resource URLs")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"r\"},\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"a\"}]", "subjects[0].namespace: Required value")]
    [InlineData("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", "\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"127.0.0.1\"]}]", "endpoints[0].addresses[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    [InlineData(Core + "endpoints", "\"subsets\":[{\"ports\":[{\"port\":80}]}]", "subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`")]
    [InlineData("/apis/coordination.k8s.io/v1/namespaces/default/leases", "\"spec\":{\"leaseDurationSeconds\":0}", "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData(Core + "limitranges", "\"spec\":{\"limits\":[{\"type\":\"Container\",\"min\":{\"cpu\":\"2\"},\"max\":{\"cpu\":\"1\"}}]}", "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1")]
    [InlineData(Core + "resourcequotas", "\"spec\":{\"hard\":{\"pods\":\"-1\"}}", "spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("/api/v1/nodes", "\"spec\":{\"taints\":[{\"key\":\"a\",\"effect\":\"Never\"}]}", "metadata.taints[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"")]
    [InlineData("/apis/certificates.k8s.io/v1/certificatesigningrequests", "\"spec\":{\"request\":\"eA==\",\"signerName\":\"a.b/c\",\"usages\":[\"client auth\"]}", "spec.request: Invalid value: \"eA==\": PEM block type must be CERTIFICATE REQUEST")]
    [InlineData("/apis/certificates.k8s.io/v1/certificatesigningrequests", "\"spec\":{\"request\":\"eA==\",\"signerName\":\"nodomain\",\"usages\":[\"client auth\"]}", "spec.signerName: Invalid value: \"nodomain\": must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    [InlineData("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", "\"webhooks\":[{\"name\":\"short\",\"sideEffects\":\"None\",\"admissionReviewVersions\":[\"v1\"],\"clientConfig\":{\"url\":\"https://x/y\"}}]", "webhooks[0].name: Invalid value: \"short\": should be a domain with at least three segments separated by dots")]
    [InlineData("/apis/apiregistration.k8s.io/v1/apiservices", "\"spec\":{\"group\":\"g.example.com\",\"version\":\"v1\",\"groupPriorityMinimum\":10,\"versionPriority\":10}", "metadata.name: Invalid value: \"x\": must be `spec.version+\".\"+spec.group`: \"v1.g.example.com\"")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", "\"spec\":{\"matchingPrecedence\":20000,\"priorityLevelConfiguration\":{\"name\":\"a\"}}", "spec.matchingPrecedence: Invalid value: 20000: must not be greater than 10000")]
    [InlineData("/apis/networking.k8s.io/v1/ipaddresses", "\"spec\":{\"parentRef\":{\"resource\":\"services\",\"name\":\"s\"}}", "metadata.name: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("/apis/node.k8s.io/v1/runtimeclasses", "\"handler\":\"Not A Label\"", "handler: Invalid value: \"Not A Label\"")]
    public async Task A_wrong_object_names_its_field(string path, string fields, string cause)
    {
        var (code, refused) = await cluster.Server.SendAsync("POST", path, "{\"metadata\":{\"name\":\"x\"}," + fields + "}");
        Assert.Equal(422, code);
        Assert.Contains(cause, refused.TextAt("message"));
        Assert.Equal(404, (await cluster.Server.SendAsync("GET", path + "/x")).Code);
    }

    [Theory]
    [InlineData(Apps + "deployments", "\"spec\":{" + Selector + "," + Template + "}", "{\"spec\":{\"selector\":{\"matchLabels\":{\"c\":\"d\"}},\"template\":{\"metadata\":{\"labels\":{\"c\":\"d\"}}}}}", "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"c\":\"d\"}}: field is immutable")]
    [InlineData(Apps + "statefulsets", "\"spec\":{" + Selector + "," + Template + ",\"serviceName\":\"a\"}", "{\"spec\":{\"serviceName\":\"b\"}}", "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")]
    [InlineData(Core + "configmaps", "\"immutable\":true,\"data\":{\"a\":\"b\"}", "{\"data\":{\"a\":\"c\"}}", "data: Forbidden: field is immutable when `immutable` is set")]
    [InlineData(Core + "secrets", "\"type\":\"a/b\"", "{\"type\":\"c/d\"}", "type: Invalid value: \"c/d\": field is immutable")]
    [InlineData(Batch + "jobs", "\"spec\":{" + JobTemplate + "}", "{\"spec\":{\"template\":{\"spec\":{\"restartPolicy\":\"OnFailure\"}}}}", "field is immutable")]
    [InlineData("/apis/storage.k8s.io/v1/storageclasses", "\"provisioner\":\"a/b\"", "{\"provisioner\":\"c/d\"}", "provisioner: Invalid value: \"c/d\": field is immutable")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"view\"}", "{\"roleRef\":{\"name\":\"edit\"}}", "cannot change roleRef")]
    [InlineData("/apis/scheduling.k8s.io/v1/priorityclasses", "\"value\":5", "{\"value\":6}", "value: Forbidden: may not be changed in an update.")]
    public async Task What_is_settled_at_creation_stays(string path, string fields, string patch, string cause)
    {
        var name = "settled-" + path.Split('/')[^1];
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, "{\"metadata\":{\"name\":\"" + name + "\"}," + fields + "}")).Code);
        var (code, refused) = await cluster.Server.SendAsync("PATCH", $"{path}/{name}", patch, "application/merge-patch+json");
        Assert.Equal(422, code);
        Assert.Contains(cause, refused.TextAt("message"));
    }
}
