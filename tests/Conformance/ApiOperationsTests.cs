using System.Text;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>
/// The "API operations" behaviours: the group and version are in discovery, and the resource is created, read, listed, watched, updated,
/// patched, deleted, and deleted as a collection; its status, where it has one, is read and written apart from it.
/// </summary>
public sealed class ApiOperationsTests : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string, string, string, string> Kinds => new()
    {
        { "flowcontrol.apiserver.k8s.io/v1", "flowschemas", "", """{"spec":{"matchingPrecedence":10000,"priorityLevelConfiguration":{"name":"global-default"}}}""" },
        { "flowcontrol.apiserver.k8s.io/v1", "prioritylevelconfigurations", "", """{"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":2,"limitResponse":{"type":"Reject"}}}}""" },
        { "batch/v1", "cronjobs", "default", """{"spec":{"schedule":"*/1 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"OnFailure","containers":[{"name":"c","image":"i"}]}}}}}}""" },
        { "discovery.k8s.io/v1", "endpointslices", "default", """{"addressType":"IPv4","endpoints":[{"addresses":["1.2.3.4"]}],"ports":[]}""" },
        { "networking.k8s.io/v1", "ingresses", "default", """{"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""" },
        { "networking.k8s.io/v1", "ingressclasses", "", """{"spec":{"controller":"example.com/controller"}}""" },
        { "node.k8s.io/v1", "runtimeclasses", "", """{"handler":"runc"}""" },
        { "storage.k8s.io/v1", "csistoragecapacities", "default", """{"storageClassName":"fast","nodeTopology":{}}""" },
        { "storage.k8s.io/v1", "storageclasses", "", """{"provisioner":"example.com/p"}""" },
        { "apps/v1", "deployments", "default", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""" },
        { "apps/v1", "replicasets", "default", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""" },
        { "v1", "configmaps", "default", """{"data":{"a":"b"}}""" },
        { "v1", "secrets", "default", """{"stringData":{"a":"b"}}""" },
        { "v1", "podtemplates", "default", """{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}""" },
        { "v1", "endpoints", "default", """{"subsets":[{"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":80}]}]}""" },
        { "v1", "limitranges", "default", """{"spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}}""" },
        { "v1", "resourcequotas", "default", """{"spec":{"hard":{"pods":"10"}}}""" },
        { "v1", "serviceaccounts", "default", "{}" },
        { "v1", "replicationcontrollers", "default", """{"spec":{"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""" },
        { "policy/v1", "poddisruptionbudgets", "default", """{"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}}""" },
        { "coordination.k8s.io/v1", "leases", "default", """{"spec":{"holderIdentity":"me","leaseDurationSeconds":15}}""" },
        { "rbac.authorization.k8s.io/v1", "roles", "default", """{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""" },
        { "scheduling.k8s.io/v1", "priorityclasses", "", """{"value":1000}""" },
        { "admissionregistration.k8s.io/v1", "validatingadmissionpolicies", "", """{"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["deployments"]}]},"validations":[{"expression":"object.spec.replicas <= 100"}]}}""" },
        { "admissionregistration.k8s.io/v1", "validatingadmissionpolicybindings", "", """{"spec":{"policyName":"replicalimit-policy.example.com","validationActions":["Deny"]}}""" },
        { "admissionregistration.k8s.io/v1", "mutatingadmissionpolicies", "", """{"spec":{"reinvocationPolicy":"Never","matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["deployments"]}]},"mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{metadata: Object.metadata{annotations: {'a': 'b'}}}"}}]}}""" },
        { "admissionregistration.k8s.io/v1", "mutatingadmissionpolicybindings", "", """{"spec":{"policyName":"replicalimit-policy.example.com"}}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_resource_supports_all_its_operations(string groupVersion, string resource, string ns, string body)
    {
        var root = groupVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{groupVersion}" : $"/api/{groupVersion}";
        var entry = await DiscoverAsync(root, groupVersion, resource);
        var collection = ns.Length > 0 ? $"{root}/namespaces/{ns}/{resource}" : $"{root}/{resource}";
        var (_, before) = await _server.SendAsync("GET", collection);
        using var ending = new CancellationTokenSource(_patience);
        using var watch = new StreamReader(await _server.Client.GetStreamAsync($"{collection}?watch=true&labelSelector=special%3Dyes&resourceVersion={before.TextAt("metadata", "resourceVersion")}", ending.Token));

        var first = (ObjectNode)Node.Parse(body).With(["metadata"], ObjectNode.Of(("name", "first"), ("labels", ObjectNode.Of(("special", "yes")))));
        var (made, created) = await _server.SendAsync("POST", collection, first.ToString());
        Assert.True(made == 201, created.ToString());
        Assert.Equal(201, (await _server.SendAsync("POST", collection, first.With(["metadata", "name"], "second").ToString())).Code);
        Assert.Equal(created, (await _server.SendAsync("GET", $"{collection}/first")).Body);
        Assert.Equal(2, ((ArrayNode)(await _server.SendAsync("GET", $"{collection}?labelSelector=special%3Dyes")).Body["items"]!).Count);

        var (patchedCode, patched) = await _server.SendAsync("PATCH", $"{collection}/first", """{"metadata":{"annotations":{"patched":"true"}}}""", "application/merge-patch+json");
        Assert.True(patchedCode == 200, patched.ToString());
        Assert.Equal("true", patched.TextAt("metadata", "annotations", "patched"));
        var (updatedCode, updated) = await _server.SendAsync("PUT", $"{collection}/first", patched.With(["metadata", "annotations", "updated"], "true").ToString());
        Assert.True(updatedCode == 200, updated.ToString());
        Assert.Equal("true", updated.TextAt("metadata", "annotations", "updated"));
        if (entry.Any(e => e.TextAt("name") == resource + "/status"))
        {
            Assert.Equal(200, (await _server.SendAsync("GET", $"{collection}/first/status")).Code);
            var (statusCode, status) = await _server.SendAsync("PATCH", $"{collection}/first/status", """{"metadata":{"annotations":{"patchedstatus":"true"}}}""", "application/merge-patch+json");
            Assert.True(statusCode == 200, status.ToString());
        }

        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{collection}/first?propagationPolicy=Background")).Code);
        Assert.Equal(404, (await _server.SendAsync("GET", $"{collection}/first")).Code);
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{collection}?labelSelector=special%3Dyes&propagationPolicy=Background")).Code);
        Assert.Empty((ArrayNode)(await _server.SendAsync("GET", $"{collection}?labelSelector=special%3Dyes")).Body["items"]!);

        var events = new List<string>();
        while (events.Count(static e => e.StartsWith("DELETED", StringComparison.Ordinal)) < 2)
        {
            var change = Node.Parse(Encoding.UTF8.GetBytes(await watch.ReadLineAsync(ending.Token) ?? throw new EndOfStreamException($"the watch ended after {string.Join(", ", events)}")));
            events.Add($"{change.TextAt("type")} {change.TextAt("object", "metadata", "name")}");
        }
        Assert.Equal("ADDED first", events[0]);
        Assert.Contains("MODIFIED first", events);
        Assert.Equal(["DELETED first", "DELETED second"], events.Where(static e => e.StartsWith("DELETED", StringComparison.Ordinal)));
    }

    private async Task<Node[]> DiscoverAsync(string root, string groupVersion, string resource)
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
        return entry;
    }
}
