using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

/// <summary>What an update of status changes beside the status. Source: the status strategies of upstream's registries.</summary>
public sealed class StatusUpdateTests : IAsyncLifetime
{
    private const string Merge = "application/merge-patch+json";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(static o => o with { DisabledAdmission = ["ServiceAccount"] });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/apis/storage.k8s.io/v1/volumeattachments", """{"attacher":"example.com","nodeName":"n","source":{"persistentVolumeName":"v"}}""", "")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", """{"priorityLevelConfiguration":{"name":"exempt"},"matchingPrecedence":9}""", "")]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations", """{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}}}""", "")]
    [InlineData("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", """{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"]}]},"validations":[{"expression":"true"}]}""", "")]
    [InlineData("/apis/networking.k8s.io/v1/servicecidrs", """{"cidrs":["10.200.0.0/24"]}""", "")]
    [InlineData("/apis/resource.k8s.io/v1/namespaces/default/resourceclaims", """{"devices":{}}""", "")]
    [InlineData("/apis/apps/v1/namespaces/default/deployments", Workload, "annotations")]
    [InlineData("/apis/apps/v1/namespaces/default/replicasets", Workload, "labels annotations")]
    [InlineData("/api/v1/namespaces/default/services", """{"ports":[{"port":80}]}""", "labels annotations")]
    [InlineData("/api/v1/namespaces/default/pods", """{"containers":[{"name":"c","image":"i"}]}""", "labels annotations")]
    [InlineData("/api/v1/nodes", "{}", "labels annotations")]
    public async Task Some_kinds_let_metadata_pass_with_the_status(string path, string spec, string changed)
    {
        var owners = (Node)Node.Parse("""[{"apiVersion":"v1","kind":"ConfigMap","name":"o","uid":"u"}]""");
        var (code, made) = await _server.SendAsync("POST", path, ObjectNode.Of(("metadata", ObjectNode.Of(("name", "s"), ("ownerReferences", owners))), ("spec", Node.Parse(spec))).ToString());
        Assert.True(code == 201, made.ToString());
        var (answer, after) = await _server.SendAsync("PATCH", $"{path}/s/status?fieldManager=m", """{"metadata":{"labels":{"a":"b"},"annotations":{"c":"d"},"ownerReferences":null},"spec":{"x":1},"status":{}}""", Merge);
        Assert.True(answer == 200, after.ToString());
        string?[] texts = [after.TextAt("metadata", "labels", "a"), after.TextAt("metadata", "annotations", "c")];
        Assert.Equal(changed, string.Join(' ', new[] { "labels", "annotations" }.Where((_, i) => texts[i] is not null)));
        var keepsOwners = changed.Length == 0 || path.EndsWith("/pods", StringComparison.Ordinal);
        Assert.Equal(keepsOwners, after.At("metadata", "ownerReferences") is ArrayNode { Count: 1 });
        Assert.Equal(made["spec"], after["spec"]);
    }

    [Theory]
    [InlineData("/apis/storage.k8s.io/v1/volumeattachments", """{"attacher":"example.com","nodeName":"n","source":{"persistentVolumeName":"v"}}""", "status", """{"attached":true}""", "f:status/f:attached")]
    [InlineData("/apis/apps/v1/namespaces/default/deployments", Workload, "status", """{"observedGeneration":1}""", "f:metadata/f:annotations f:status/f:observedGeneration")]
    [InlineData("/apis/apps/v1/namespaces/default/replicasets", Workload, "status", """{"observedGeneration":1}""", "f:metadata/f:annotations f:metadata/f:labels f:status/f:observedGeneration")]
    [InlineData("/apis/apps/v1/namespaces/default/replicasets", Workload, "", """{"observedGeneration":1}""", "f:metadata/f:annotations f:metadata/f:labels f:spec/f:minReadySeconds")]
    [InlineData("/apis/resource.k8s.io/v1/namespaces/default/resourceclaims", """{"devices":{}}""", "status", "{}", "")]
    [InlineData("/apis/certificates.k8s.io/v1/certificatesigningrequests", Request, "", """{"certificate":"YQ=="}""", "f:metadata/f:annotations f:metadata/f:labels")]
    [InlineData("/apis/certificates.k8s.io/v1/certificatesigningrequests", Request, "status", """{"conditions":[{"type":"Failed","status":"True","reason":"r","message":"m"}]}""", "f:metadata/f:annotations f:metadata/f:labels")]
    [InlineData("/apis/networking.k8s.io/v1/servicecidrs", """{"cidrs":["10.200.0.0/24"]}""", "", """{"conditions":[{"type":"Ready","status":"True","reason":"R","message":"","lastTransitionTime":"2024-01-01T00:00:00Z"}]}""", "f:metadata/f:annotations f:metadata/f:labels")]
    public async Task What_is_reset_is_nobodys(string path, string spec, string subresource, string status, string owned)
    {
        var (code, made) = await _server.SendAsync("POST", path + "?fieldManager=o", ObjectNode.Of(("metadata", ObjectNode.Of(("name", "s"), ("labels", ObjectNode.Of(("x", "y"))))), ("spec", Node.Parse(spec))).ToString());
        Assert.True(code == 201, made.ToString());
        var patch = ObjectNode.Of(("metadata", Node.Parse("""{"labels":{"a":"b"},"annotations":{"c":"d"}}""")), ("spec", ObjectNode.Of(("minReadySeconds", 1))), ("status", Node.Parse(status)));
        (code, var after) = await _server.SendAsync("PATCH", $"{path}/s/{subresource}?fieldManager=m", patch.ToString(), Merge);
        Assert.True(code == 200, after.ToString());
        var fields = (after.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(static e => e.TextAt("manager") == "m")?.At("fieldsV1") as ObjectNode ?? ObjectNode.Empty;
        Assert.Equal(owned, string.Join(' ', fields.Fields.ToArray().SelectMany(static f => ((ObjectNode)f.Value).Fields.ToArray().Select(c => $"{f.Key}/{c.Key}"))));
    }

    [Fact]
    public async Task A_claim_forgets_what_was_said_of_devices_that_it_has_no_longer()
    {
        const string Path = "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims";
        var (code, made) = await _server.SendAsync("POST", Path, """{"metadata":{"name":"s"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}}""");
        Assert.True(code == 201, made.ToString());
        (code, var has) = await _server.SendAsync("PATCH", Path + "/s/status", """{"status":{"allocation":{"devices":{"results":[{"request":"r","driver":"d","pool":"p","device":"e"}]}},"devices":[{"driver":"d","pool":"p","device":"e"}]}}""", Merge);
        Assert.True(code == 200, has.ToString());
        (code, var after) = await _server.SendAsync("PATCH", Path + "/s/status", """{"status":{"allocation":null}}""", Merge);
        Assert.True(code == 200, after.ToString());
        Assert.Null(after.At("status", "devices"));
    }

    private const string Workload = """{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}""";

    private const string Request = """{"signerName":"example.com/s","usages":["client auth"],"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIR01HNENBUUF3RERFS01BZ0dBMVVFQXd3QllUQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCSTNrUXdhWWZDempPeGVqTGhkNzJrMFU1TW9DdkNPMGpZcWU0dWpmZnh2TW5uNTMvMktURENBUC9pSkRlWHFLCjFpelVDYno5WW9YRVhTK05tdEtHcHJxZ0FEQUtCZ2dxaGtqT1BRUURBZ05JQURCRkFpQWFETXFRd0F2TWU4M3YKdm9WQlhocjN2VFFjR3BZRjRISUMxcTd0R2hRNTZBSWhBTnpscGlZUllwM1hjN3Jhc2dUdVlSNHRoa3I4NlhMRApxMytpajF2M2h6K2QKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg=="}""";
}
