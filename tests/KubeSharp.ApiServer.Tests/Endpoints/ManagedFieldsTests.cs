using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>managedFields as upstream's server writes them; the expected entries are what it writes for these objects.</summary>
public sealed class ManagedFieldsTests : IAsyncLifetime
{
    private const string Default = "/api/v1/namespaces/default/";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_pods_maker_owns_what_it_said_and_the_defaults()
    {
        await _server.SendAsync("POST", Default + "serviceaccounts", """{"metadata":{"name":"default"}}""");
        var (code, pod) = await _server.SendAsync("POST", Default + "pods?fieldManager=kubectl-run",
            """{"metadata":{"name":"p","labels":{"app":"x"}},"spec":{"containers":[{"name":"nginx","image":"nginx","ports":[{"containerPort":443},{"containerPort":80}],"resources":{"requests":{"cpu":"1"}}}]}}""");
        Assert.Equal(201, code);
        var entry = Assert.Single(Entries(pod));
        Assert.Equal(("kubectl-run", "Update", "v1", "FieldsV1"), (entry.TextAt("manager"), entry.TextAt("operation"), entry.TextAt("apiVersion"), entry.TextAt("fieldsType")));
        Assert.Equal("""{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"nginx\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}},"k:{\"containerPort\":443,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},"f:resources":{".":{},"f:requests":{".":{},"f:cpu":{}}},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}""",
            entry.At("fieldsV1")!.ToString());
    }

    [Fact]
    public async Task A_deployments_structs_are_nobodys_and_its_pointers_are_its_makers()
    {
        var (_, made) = await _server.SendAsync("POST", Deployments + "?fieldManager=m", Deployment("d"));
        Assert.Equal("""{"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}""",
            Assert.Single(Entries(made)).At("fieldsV1")!.ToString());
    }

    [Fact]
    public async Task Status_and_scale_are_owned_through_their_subresources()
    {
        await _server.SendAsync("POST", Deployments + "?fieldManager=m", Deployment("d"));
        await _server.SendAsync("PATCH", Deployments + "/d/status?fieldManager=controller", """{"status":{"replicas":1,"conditions":[{"type":"Available","status":"True"}]}}""", "application/merge-patch+json");
        await _server.SendAsync("PATCH", Deployments + "/d/scale?fieldManager=scaler", """{"spec":{"replicas":3}}""", "application/merge-patch+json");
        var (_, now) = await _server.SendAsync("GET", Deployments + "/d");
        Assert.Equal(["controller/status {\"f:status\":{\"f:conditions\":{\".\":{},\"k:{\\\"type\\\":\\\"Available\\\"}\":{\".\":{},\"f:lastTransitionTime\":{},\"f:lastUpdateTime\":{},\"f:status\":{},\"f:type\":{}}},\"f:replicas\":{}}}", "scaler/scale {\"f:spec\":{\"f:replicas\":{}}}"],
            Entries(now).Where(static e => e.At("subresource") is not null).Select(static e => $"{e.TextAt("manager")}/{e.TextAt("subresource")} {e.At("fieldsV1")}").Order(StringComparer.Ordinal));
        Assert.Null(Entries(now).Single(static e => e.TextAt("manager") == "m").At("fieldsV1", "f:spec", "f:replicas"));
    }

    [Fact]
    public async Task The_user_agent_names_the_manager_who_names_none()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Default + "configmaps") { Content = new StringContent("""{"metadata":{"name":"a"},"data":{"k":"v"}}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("User-Agent", "kubectl/v1.36.0 (linux/amd64) kubernetes/abc");
        using var response = await _server.Client.SendAsync(request);
        var entry = Assert.Single(Entries((ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync())));
        Assert.Equal(("kubectl", """{"f:data":{".":{},"f:k":{}}}"""), (entry.TextAt("manager"), entry.At("fieldsV1")!.ToString()));
    }

    [Fact]
    public async Task What_is_removed_is_nobodys_any_more_and_what_stays_as_it_was_changes_no_owner()
    {
        await _server.SendAsync("POST", Default + "configmaps?fieldManager=one", """{"metadata":{"name":"a"},"data":{"k":"v","l":"w"}}""");
        var (_, same) = await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=two", """{"data":{"k":"v"}}""", "application/merge-patch+json");
        Assert.Equal("one", Assert.Single(Entries(same)).TextAt("manager"));
        var (_, less) = await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=two", """{"data":{"k":null,"m":"x"}}""", "application/merge-patch+json");
        Assert.Equal(["""one {"f:data":{".":{},"f:l":{}}}""", """two {"f:data":{"f:m":{}}}"""], Entries(less).Select(static e => $"{e.TextAt("manager")} {e.At("fieldsV1")}"));
    }

    [Fact]
    public async Task A_manager_has_one_entry_however_often_it_writes()
    {
        await _server.SendAsync("POST", Default + "configmaps?fieldManager=one", """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        foreach (var patch in new[] { """{"data":{"k":"w"}}""", """{"data":{"l":"x"}}""", """{"data":{"k":"y"}}""" }) { await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=one", patch, "application/merge-patch+json"); }
        var (_, now) = await _server.SendAsync("GET", Default + "configmaps/a");
        Assert.Equal("""{"f:data":{".":{},"f:k":{},"f:l":{}}}""", Assert.Single(Entries(now)).At("fieldsV1")!.ToString());
    }

    [Fact]
    public async Task All_owners_are_forgotten_where_an_update_says_so_and_from_then_on_none_is_kept_until_an_apply()
    {
        await _server.SendAsync("POST", Default + "configmaps?fieldManager=one", """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var (_, kept) = await _server.SendAsync("PUT", Default + "configmaps/a?fieldManager=one", """{"metadata":{"name":"a","managedFields":[]},"data":{"k":"v"}}""");
        Assert.Single(Entries(kept));
        var (_, bare) = await _server.SendAsync("PUT", Default + "configmaps/a?fieldManager=one", """{"metadata":{"name":"a","managedFields":[{}]},"data":{"k":"v"}}""");
        Assert.Empty(Entries(bare));
        var (_, still) = await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=two", """{"data":{"m":"x"}}""", "application/merge-patch+json");
        Assert.Empty(Entries(still));
        var (code, _) = await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=three", "apiVersion: v1\nkind: ConfigMap\ndata: {k: other}\n", "application/apply-patch+yaml");
        Assert.Equal(409, code);
    }

    [Fact]
    public async Task The_oldest_of_many_updaters_become_one()
    {
        await _server.SendAsync("POST", Default + "configmaps?fieldManager=m0", """{"metadata":{"name":"a"},"data":{"k0":"v"}}""");
        for (var i = 1; i <= 14; i++) { await _server.SendAsync("PATCH", $"{Default}configmaps/a?fieldManager=m{i}", "{\"data\":{\"k" + i + "\":\"v\"}}", "application/merge-patch+json"); }
        var (_, now) = await _server.SendAsync("GET", Default + "configmaps/a");
        Assert.Equal(10, Entries(now).Count);
        Assert.Contains(Entries(now), static e => e.TextAt("manager") == "ancient-changes");
        Assert.Equal(15, Entries(now).Sum(static e => ((ObjectNode)e.At("fieldsV1", "f:data")!).Count(static f => f.Key != ".")));
    }

    [Fact]
    public async Task What_kubectl_applied_from_its_side_is_no_conflict_to_its_server_side_apply()
    {
        const string Applied = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}""";
        var made = ((ObjectNode)Node.Parse(Applied)).With(["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"], Applied);
        await _server.SendAsync("POST", Default + "configmaps?fieldManager=kubectl-client-side-apply", made.ToString());
        const string Next = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: w}\n";
        Assert.Equal(409, (await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=other", Next, "application/apply-patch+yaml")).Code);
        var (code, taken) = await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=kubectl", Next, "application/apply-patch+yaml");
        Assert.Equal((200, "w"), (code, taken.TextAt("data", "k")));
        Assert.Contains("\"k\":\"w\"", taken.TextAt("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_applies_what_is_there_already_has_no_time_and_who_applies_nothing_no_entry()
    {
        const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", Same = Map + "data: {k: v}\n";
        await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=one", Same, "application/apply-patch+yaml");
        var (_, shared) = await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=two", Same, "application/apply-patch+yaml");
        Assert.Null(Entries(shared).Single(static e => e.TextAt("manager") == "two").At("time"));
        var (_, left) = await _server.SendAsync("PATCH", Default + "configmaps/a?fieldManager=two", Map, "application/apply-patch+yaml");
        Assert.Equal("one", Assert.Single(Entries(left)).TextAt("manager"));
    }

    [Theory]
    [InlineData("/api/v1/persistentvolumes", """{"metadata":{"name":"a"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/p"},"claimRef":{"name":"c","namespace":"n"}}}""", "f:claimRef", """{".":{},"f:name":{},"f:namespace":{}}""")]
    [InlineData("/apis/networking.k8s.io/v1/ipaddresses", """{"metadata":{"name":"10.96.9.9"},"spec":{"parentRef":{"resource":"services","name":"s"}}}""", "f:parentRef", """{".":{},"f:name":{},"f:resource":{}}""")]
    public async Task A_reference_that_merges_is_owned_field_by_field(string path, string body, string field, string owned)
    {
        var (code, made) = await _server.SendAsync("POST", path, body);
        Assert.True(code == 201, made.ToString());
        Assert.Equal(owned, Assert.Single(Entries(made)).At("fieldsV1", "f:spec", field)?.ToString());
    }

    [Fact]
    public async Task What_is_applied_twice_in_one_list_is_refused()
    {
        var (code, status) = await _server.SendAsync("PATCH", Deployments + "/d?fieldManager=m",
            """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"containers":[{"name":"one"},{"name":"one"}]}}}}""", "application/apply-patch+yaml");
        Assert.Equal((500, "failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.template.spec.containers: duplicate entries for key [name=\"one\"]"), (code, status.TextAt("message")));
    }

    private static string Deployment(string name) =>
        "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i:1\"}]}}}}";

    private static ArrayNode Entries(ObjectNode value) => value.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty;
}
