using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>
/// The "API operations" behaviours: the group and version are in discovery, and the resource is created, read, listed, watched, updated,
/// patched, deleted, and deleted as a collection; its status, where it has one, is read and written apart from it.
/// </summary>
public sealed class ApiOperationsTests : IAsyncLifetime
{
    private const string Selector = "labelSelector=special%3Dyes";
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        // No controller is here that takes a finalizer off again.
        _server = await TestServer.StartAsync(static o => o with { DisabledAdmission = ["StorageObjectInUseProtection"] });
        await _server.PostAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Group and version, resource, namespace, an object, and what is written into its status; empty: it has none.</summary>
    public static TheoryData<string, string, string, string, string> Kinds => new()
    {
        { "flowcontrol.apiserver.k8s.io/v1", "flowschemas", "", """{"spec":{"matchingPrecedence":10000,"priorityLevelConfiguration":{"name":"global-default"}}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "flowcontrol.apiserver.k8s.io/v1", "prioritylevelconfigurations", "", """{"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":2,"limitResponse":{"type":"Reject"}}}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "batch/v1", "cronjobs", "default", """{"spec":{"schedule":"*/1 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"OnFailure","containers":[{"name":"c","image":"i"}]}}}}}}""", """{"status":{"lastScheduleTime":"2026-01-01T00:00:00Z"}}""" },
        { "batch/v1", "jobs", "default", """{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""", """{"status":{"conditions":[{"type":"CustomConditionType","status":"True"}]}}""" },
        { "discovery.k8s.io/v1", "endpointslices", "default", """{"addressType":"IPv4","endpoints":[{"addresses":["1.2.3.4"]}],"ports":[]}""", "" },
        { "networking.k8s.io/v1", "ingresses", "default", """{"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""", """{"status":{"loadBalancer":{"ingress":[{"ip":"169.1.1.1"}]}}}""" },
        { "networking.k8s.io/v1", "ingressclasses", "", """{"spec":{"controller":"example.com/controller"}}""", "" },
        { "networking.k8s.io/v1", "networkpolicies", "default", """{"spec":{"podSelector":{"matchLabels":{"a":"b"}},"policyTypes":["Ingress"]}}""", "" },
        { "networking.k8s.io/v1", "servicecidrs", "", """{"spec":{"cidrs":["10.200.0.0/24"]}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""" },
        { "node.k8s.io/v1", "runtimeclasses", "", """{"handler":"runc"}""", "" },
        { "storage.k8s.io/v1", "csistoragecapacities", "default", """{"storageClassName":"fast","nodeTopology":{}}""", "" },
        { "storage.k8s.io/v1", "storageclasses", "", """{"provisioner":"example.com/p"}""", "" },
        { "storage.k8s.io/v1", "csidrivers", "", """{"spec":{"attachRequired":true,"podInfoOnMount":true,"volumeLifecycleModes":["Ephemeral"]}}""", "" },
        { "storage.k8s.io/v1", "csinodes", "", """{"spec":{"drivers":[{"name":"csi.example.com","nodeID":"n"}]}}""", "" },
        { "storage.k8s.io/v1", "volumeattachments", "", """{"spec":{"attacher":"e2e-test.storage.k8s.io","nodeName":"n","source":{"persistentVolumeName":"pv"}}}""", """{"status":{"attached":true}}""" },
        { "storage.k8s.io/v1", "volumeattributesclasses", "", """{"driverName":"csi.example.com","parameters":{"iops":"100"}}""", "" },
        { "resource.k8s.io/v1", "deviceclasses", "", """{"spec":{"selectors":[{"cel":{"expression":"false"}}]}}""", "" },
        { "resource.k8s.io/v1", "resourceclaims", "default", """{"spec":{"devices":{"requests":[{"name":"req-0","exactly":{"deviceClassName":"dra.example.com"}}]}}}""", """{"status":{"allocation":{}}}""" },
        { "resource.k8s.io/v1", "resourceclaimtemplates", "default", """{"spec":{"spec":{"devices":{"requests":[{"name":"req-0","exactly":{"deviceClassName":"dra.example.com"}}]}}}}""", "" },
        { "resource.k8s.io/v1", "resourceslices", "", """{"spec":{"driver":"dra.example.com","nodeName":"no-such-node","pool":{"name":"cluster","generation":1,"resourceSliceCount":1}}}""", "" },
        { "apps/v1", "deployments", "default", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "apps/v1", "replicasets", "default", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "apps/v1", "daemonsets", "default", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "apps/v1", "statefulsets", "default", """{"spec":{"serviceName":"s","selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "apps/v1", "controllerrevisions", "default", """{"data":{"spec":{}},"revision":1}""", "" },
        { "v1", "configmaps", "default", """{"data":{"a":"b"}}""", "" },
        { "v1", "secrets", "default", """{"stringData":{"a":"b"}}""", "" },
        { "v1", "podtemplates", "default", """{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}""", "" },
        { "v1", "pods", "default", """{"spec":{"containers":[{"name":"c","image":"i"}]}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "v1", "services", "default", """{"spec":{"type":"LoadBalancer","loadBalancerClass":"example.com/internal-vip","ports":[{"port":80}]}}""", """{"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.1"}]}}}""" },
        { "v1", "nodes", "", """{"spec":{"unschedulable":true}}""", """{"status":{"conditions":[{"type":"Ready","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "v1", "endpoints", "default", """{"subsets":[{"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":80}]}]}""", "" },
        { "v1", "limitranges", "default", """{"spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}}""", "" },
        { "v1", "resourcequotas", "default", """{"spec":{"hard":{"pods":"10"}}}""", """{"status":{"hard":{"pods":"5"},"used":{"pods":"0"}}}""" },
        { "v1", "serviceaccounts", "default", """{}""", "" },
        { "v1", "replicationcontrollers", "default", """{"spec":{"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test"}]}}""" },
        { "policy/v1", "poddisruptionbudgets", "default", """{"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}}""", """{"status":{"observedGeneration":1,"disruptionsAllowed":1,"currentHealthy":2,"desiredHealthy":1,"expectedPods":2}}""" },
        { "autoscaling/v2", "horizontalpodautoscalers", "default", """{"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}""", """{"status":{"desiredReplicas":2,"currentReplicas":1}}""" },
        { "coordination.k8s.io/v1", "leases", "default", """{"spec":{"holderIdentity":"me","leaseDurationSeconds":15}}""", "" },
        { "rbac.authorization.k8s.io/v1", "roles", "default", """{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""", "" },
        { "scheduling.k8s.io/v1", "priorityclasses", "", """{"value":1000}""", "" },
        { "admissionregistration.k8s.io/v1", "validatingadmissionpolicies", "", """{"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["deployments"]}]},"validations":[{"expression":"object.spec.replicas <= 100"}]}}""", """{"status":{"conditions":[{"type":"E2E","status":"True","reason":"E2E","message":"Set from a test","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""" },
        { "admissionregistration.k8s.io/v1", "validatingadmissionpolicybindings", "", """{"spec":{"policyName":"replicalimit-policy.example.com","validationActions":["Deny"]}}""", "" },
        { "admissionregistration.k8s.io/v1", "mutatingadmissionpolicies", "", """{"spec":{"reinvocationPolicy":"Never","matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["deployments"]}]},"mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{metadata: Object.metadata{annotations: {'a': 'b'}}}"}}]}}""", "" },
        { "admissionregistration.k8s.io/v1", "mutatingadmissionpolicybindings", "", """{"spec":{"policyName":"replicalimit-policy.example.com"}}""", "" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_resource_supports_all_its_operations(string groupVersion, string resource, string ns, string body, string status)
    {
        var root = groupVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{groupVersion}" : $"/api/{groupVersion}";
        await DiscoverAsync(root, groupVersion, resource, status.Length > 0);
        var collection = ns.Length > 0 ? $"{root}/namespaces/{ns}/{resource}" : $"{root}/{resource}";
        using var watch = await Watching.StartAsync(_server, collection, Selector);

        var created = await _server.PostAsync(collection, Named(body, "first"));
        Assert.Equal("first", (await watch.NextAsync("ADDED")).TextAt("metadata", "name"));
        await _server.PostAsync(collection, Named(body, "second"));
        // The server's own loops may have written a status meanwhile.
        Assert.Equal(AsWritten(created), AsWritten(await _server.GetAsync($"{collection}/first")));
        Assert.Equal(2, (await _server.ListAsync($"{collection}?{Selector}")).Length);
        Assert.Equal(2, (await _server.ListAsync($"{root}/{resource}?{Selector}")).Length);

        await PatchAllWaysAsync($"{collection}/first", groupVersion, created.TextAt("kind")!);
        var updated = await _server.ChangeAsync($"{collection}/first", static v => v.With(["metadata", "annotations", "updated"], "true"));
        Assert.True(Version(updated) > Version(created));
        await watch.NextAsync("MODIFIED", static v => v.TextAt("metadata", "annotations", "updated") == "true");
        if (status.Length > 0) { await WriteStatusAsync($"{collection}/first", (ObjectNode)Node.Parse(status)); }

        await _server.DeleteAsync($"{collection}/first?propagationPolicy=Background");
        await _server.GetAsync($"{collection}/first", 404);
        Assert.Equal("first", (await watch.NextAsync("DELETED")).TextAt("metadata", "name"));
        await _server.DeleteAsync($"{collection}?{Selector}&propagationPolicy=Background");
        Assert.Empty(await _server.ListAsync($"{collection}?{Selector}"));
        Assert.Equal("second", (await watch.NextAsync("DELETED")).TextAt("metadata", "name"));
    }

    [Fact]
    public async Task Addresses_are_named_by_themselves_in_both_families()
    {
        const string path = "/apis/networking.k8s.io/v1/ipaddresses";
        const string parent = """{"spec":{"parentRef":{"group":"mygroup","resource":"myresources","namespace":"foo","name":"bar"}}}""";
        foreach (var name in (string[])["255.255.255.255", "fe80::42:1dff:fe84:f9e2"]) { await _server.PostAsync(path, Named(parent, name)); }
        Assert.Equal("true", (await _server.MergeAsync($"{path}/255.255.255.255", """{"metadata":{"annotations":{"patched":"true"}}}""")).TextAt("metadata", "annotations", "patched"));
        await _server.ChangeAsync($"{path}/fe80::42:1dff:fe84:f9e2", static v => v.With(["metadata", "annotations", "updated"], "true"));
        Assert.Equal(2, (await _server.ListAsync($"{path}?{Selector}")).Length);
        Assert.Contains("must be a valid IP address", (await _server.PostAsync(path, Named(parent, "not-an-address"), 422)).TextAt("message"), StringComparison.Ordinal);
        await _server.MergeAsync($"{path}/255.255.255.255", """{"spec":{"parentRef":{"name":"other"}}}""", 422);
        await _server.DeleteAsync($"{path}/255.255.255.255");
        await _server.DeleteAsync($"{path}?{Selector}");
        Assert.Empty(await _server.ListAsync($"{path}?{Selector}"));
    }

    [Fact]
    public async Task The_range_of_services_is_there_from_the_first_second()
    {
        const string path = "/apis/networking.k8s.io/v1/servicecidrs";
        var cidr = await _server.GetAsync($"{path}/kubernetes");
        Assert.True(cidr.At("status", "conditions").Holds(Node.Parse("""[{"type":"Ready","status":"True"}]""")), cidr.ToString());
        Assert.Equal(cidr, await _server.GetAsync($"{path}/kubernetes/status"));
        Assert.Equal("""["10.96.0.0/12"]""", cidr.At("spec", "cidrs")!.ToString());
    }

    private static ObjectNode AsWritten(ObjectNode value) => value.Remove("status").Set("metadata", ((ObjectNode)value.At("metadata")!).Remove("resourceVersion").Remove("managedFields"));

    private async Task PatchAllWaysAsync(string path, string groupVersion, string kind)
    {
        await _server.MergeAsync(path, """{"metadata":{"annotations":{"merged":"true"}}}""");
        await _server.StrategicAsync(path, """{"metadata":{"annotations":{"strategic":"true"}}}""");
        await _server.JsonPatchAsync(path, """[{"op":"add","path":"/metadata/annotations/json","value":"true"}]""");
        var applied = ObjectNode.Of(("apiVersion", groupVersion), ("kind", kind), ("metadata", ObjectNode.Of(("annotations", ObjectNode.Of(("applied", "true"))))));
        var (code, patched) = await _server.SendAsync("PATCH", $"{path}?fieldManager=test&force=true", applied.ToString(), "application/apply-patch+yaml");
        Assert.True(code == 200, patched.ToString());
        foreach (var way in (string[])["merged", "strategic", "json", "applied"]) { Assert.Equal("true", patched.TextAt("metadata", "annotations", way)); }
    }

    private static readonly string[] _statusOnly = ["volumeattachments", "flowschemas", "prioritylevelconfigurations", "servicecidrs", "validatingadmissionpolicies", "resourceclaims"];

    // The status is written through its subresource and through nothing else.
    private async Task WriteStatusAsync(string path, ObjectNode status)
    {
        Assert.Equal("first", (await _server.GetAsync($"{path}/status")).TextAt("metadata", "name"));
        var patched = await _server.MergeAsync($"{path}/status", status.Set("metadata", ObjectNode.Of(("annotations", ObjectNode.Of(("patchedstatus", "true"))))).ToString());
        Assert.True(patched["status"].Holds(status["status"]!), patched.ToString());
        // Compat: of some kinds a status brings no annotations with it.
        Assert.Equal(_statusOnly.Contains(path.Split('/')[^2]) ? null : "true", patched.TextAt("metadata", "annotations", "patchedstatus"));
        Assert.True((await _server.GetAsync($"{path}/status"))["status"].Holds(status["status"]!));
        var kept = await _server.ChangeAsync(path, static v => v.Remove("status").With(["metadata", "annotations", "again"], "true"));
        Assert.True(kept["status"].Holds(status["status"]!), kept.ToString());
        var put = await _server.ChangeAsync($"{path}/status", v => v.Set("status", patched["status"]!).With(["metadata", "annotations", "updatedstatus"], "true"));
        Assert.True(put["status"].Holds(status["status"]!), put.ToString());
    }

    private static string Named(string body, string name) => ((ObjectNode)Node.Parse(body)).Set("metadata", ObjectNode.Of(("name", name), ("labels", ObjectNode.Of(("special", "yes"))))).ToString();

    private static long Version(ObjectNode value) => long.Parse(value.TextAt("metadata", "resourceVersion")!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task DiscoverAsync(string root, string groupVersion, string resource, bool hasStatus)
    {
        if (groupVersion.Split('/') is [var group, _])
        {
            var (_, groups) = await _server.SendAsync("GET", "/apis");
            Assert.Contains((ArrayNode)groups["groups"]!, g => g.TextAt("name") == group);
        }
        var (code, list) = await _server.SendAsync("GET", root);
        Assert.Equal(200, code);
        var entry = ((ArrayNode)list["resources"]!).Where(r => r.TextAt("name")!.Split('/')[0] == resource).ToArray();
        var verbs = ((ArrayNode)entry[0].At("verbs")!).Select(static v => ((StringNode)v).Value).Order().ToArray();
        Assert.Equal(["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], verbs);
        Assert.Equal(hasStatus, entry.Any(e => e.TextAt("name") == resource + "/status"));
    }
}
