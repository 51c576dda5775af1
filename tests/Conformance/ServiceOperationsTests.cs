using KubeSharp.Api.Core.V1;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>Services, their endpoints and the ranges of their addresses, as far as the API goes.</summary>
public sealed class ServiceOperationsTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private TestServer Server => plane.Server;

    [Fact]
    public async Task A_services_status_is_patched_updated_and_patched_again()
    {
        var services = await PlaceAsync();
        using var watch = await Watching.StartAsync(Server, services, "labelSelector=test-service-static%3Dtrue");
        await Server.PostAsync(services, """{"metadata":{"name":"s","labels":{"test-service-static":"true"}},"spec":{"type":"LoadBalancer","ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":80}]}}""");
        await watch.NextAsync("ADDED");
        Assert.Equal("""{"loadBalancer":{}}""", (await Server.GetAsync($"{services}/s/status"))["status"]!.ToString());
        await Server.MergeAsync($"{services}/s/status", """{"metadata":{"annotations":{"patchedstatus":"true"}},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.1"}]}}}""");
        await watch.NextAsync("MODIFIED", static s => s.TextAt("metadata", "annotations", "patchedstatus") == "true" && s["status"].Holds(Node.Parse("""{"loadBalancer":{"ingress":[{"ip":"203.0.113.1"}]}}""")));
        await Server.ChangeAsync($"{services}/s/status", static s => s.With(["status", "conditions"], ArrayNode.Of(Node.Parse("""{"type":"StatusUpdate","status":"True","reason":"E2E","message":"Set from a test","lastTransitionTime":"2026-01-01T00:00:00Z"}"""))));
        await watch.NextAsync("MODIFIED", static s => s["status"].Holds(Node.Parse("""{"conditions":[{"type":"StatusUpdate"}]}""")));
        await Server.StrategicAsync($"{services}/s", """{"metadata":{"labels":{"test-service":"patched"}}}""");
        await watch.NextAsync("MODIFIED", static s => s.TextAt("metadata", "labels", "test-service") == "patched");
        await Server.DeleteAsync($"{services}/s");
        await watch.NextAsync("DELETED");
    }

    [Fact]
    public async Task Services_are_found_everywhere_and_deleted_as_a_collection()
    {
        var services = await PlaceAsync();
        foreach (var name in (string[])["one", "two", "three"]) { await Server.PostAsync(services, Service(name, """{"ports":[{"port":80}]}""", name == "three" ? "no" : "yes")); }
        Assert.Contains(await Server.ListAsync("/api/v1/services"), static s => s.TextAt("metadata", "name") == "kubernetes" && s.TextAt("metadata", "namespace") == "default");
        Assert.Equal(2, (await Server.ListAsync("/api/v1/services?labelSelector=set%3Dyes")).Length);
        await Server.DeleteAsync($"{services}?labelSelector=set%3Dyes");
        Assert.Equal("three", Assert.Single(await Server.ListAsync(services)).TextAt("metadata", "name"));
    }

    [Fact]
    public async Task A_service_changes_between_an_external_name_an_address_and_a_port_of_the_nodes()
    {
        var services = await PlaceAsync();
        await Server.PostAsync(services, Service("s", """{"type":"ExternalName","externalName":"foo.example.com"}"""));
        var inside = await Server.ChangeAsync($"{services}/s", static s => s.Set("spec", ((ObjectNode)s["spec"]!).Set("type", "ClusterIP").Remove("externalName").Set("ports", Node.Parse("""[{"port":80,"name":"http","protocol":"TCP","targetPort":9376}]"""))));
        Assert.True(System.Net.IPAddress.TryParse(inside.TextAt("spec", "clusterIP"), out _), inside.ToString());
        var outside = await Server.ChangeAsync($"{services}/s", static s => s.Set("spec", ((ObjectNode)s["spec"]!).Set("type", "ExternalName").Set("externalName", "foo.example.com")));
        Assert.Null(outside.TextAt("spec", "clusterIP"));
        var onNodes = await Server.ChangeAsync($"{services}/s", static s => s.Set("spec", ((ObjectNode)s["spec"]!).Set("type", "NodePort").Remove("externalName").Set("ports", Node.Parse("""[{"port":80,"name":"http","protocol":"TCP","targetPort":9376}]"""))));
        Assert.InRange(((NumberNode)((ArrayNode)onNodes.At("spec", "ports")!)[0].At("nodePort")!).Integer, 30000, 32767);
        var again = await Server.ChangeAsync($"{services}/s", static s => s.Set("spec", ((ObjectNode)s["spec"]!).Set("type", "ExternalName").Set("externalName", "foo.example.com").Remove("clusterIP").Remove("clusterIPs")));
        Assert.Null(((ArrayNode)again.At("spec", "ports")!)[0].At("nodePort"));
    }

    [Fact]
    public async Task Session_affinity_is_switched_on_and_off()
    {
        var services = await PlaceAsync();
        await Server.PostAsync(services, Service("s", """{"type":"NodePort","ports":[{"port":80}]}"""));
        var on = await Server.ChangeAsync($"{services}/s", static s => s.With(["spec", "sessionAffinity"], "ClientIP"));
        Assert.Equal("10800", $"{on.At("spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds")}");
        var off = await Server.ChangeAsync($"{services}/s", static s => s.Set("spec", ((ObjectNode)s["spec"]!).Set("sessionAffinity", "None").Remove("sessionAffinityConfig")));
        Assert.Null(off.At("spec", "sessionAffinityConfig"));
    }

    [Fact]
    public async Task The_server_itself_is_behind_a_service_of_its_own()
    {
        var service = await Server.GetAsync("/api/v1/namespaces/default/services/kubernetes");
        Assert.Equal(("https", "443"), (((ArrayNode)service.At("spec", "ports")!)[0].TextAt("name"), $"{((ArrayNode)service.At("spec", "ports")!)[0].At("port")}"));
        var endpoints = await Server.GetAsync("/api/v1/namespaces/default/endpoints/kubernetes");
        var slices = await Server.ListAsync("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name%3Dkubernetes");
        var addresses = ((ArrayNode)endpoints["subsets"]!).SelectMany(static s => (ArrayNode)s.At("addresses")!).Select(static a => a.TextAt("ip"));
        Assert.Equal(addresses, slices.SelectMany(static s => (ArrayNode)s["endpoints"]!).SelectMany(static e => (ArrayNode)e.At("addresses")!).Select(static a => ((StringNode)a).Value));
        Assert.Equal("kubernetes", slices[0].TextAt("metadata", "name"));
    }

    [Fact]
    public async Task Endpoints_go_through_their_life()
    {
        var endpoints = (await PlaceAsync()).Replace("/services", "/endpoints", StringComparison.Ordinal);
        using var watch = await Watching.StartAsync(Server, endpoints, "labelSelector=test-endpoint-static%3Dtrue");
        await Server.PostAsync(endpoints, """{"metadata":{"name":"e","labels":{"test-endpoint-static":"true"}},"subsets":[{"addresses":[{"ip":"10.0.0.24"}],"ports":[{"name":"http","port":80,"protocol":"TCP"}]}]}""");
        await watch.NextAsync("ADDED");
        Assert.Single(await Server.ListAsync("/api/v1/endpoints?labelSelector=test-endpoint-static%3Dtrue"));
        await Server.ChangeAsync($"{endpoints}/e", static e => e.With(["metadata", "labels", "test-service"], "updated"));
        await watch.NextAsync("MODIFIED", static e => e.TextAt("metadata", "labels", "test-service") == "updated");
        var patched = await Server.StrategicAsync($"{endpoints}/e", """{"metadata":{"labels":{"test-service":"patched"}},"subsets":[{"addresses":[{"ip":"10.0.0.25"}],"ports":[{"name":"http-test","port":8080,"protocol":"TCP"}]}]}""");
        Assert.True(patched.Holds(Node.Parse("""{"metadata":{"labels":{"test-service":"patched"}},"subsets":[{"addresses":[{"ip":"10.0.0.25"}],"ports":[{"name":"http-test","port":8080}]}]}""")), patched.ToString());
        Assert.Single((ArrayNode)patched["subsets"]!);
        await Server.DeleteAsync($"{endpoints}?labelSelector=test-endpoint-static%3Dtrue");
        await watch.NextAsync("DELETED");
    }

    [Fact]
    public async Task Ports_and_protocols_of_a_service_each_have_their_endpoints()
    {
        var services = await PlaceAsync();
        var ns = services.Split('/')[4];
        await Server.PostAsync(services, Service("s", """{"selector":{"app":"test"},"ports":[{"name":"portname1","port":80,"protocol":"TCP","targetPort":100},{"name":"portname2","port":80,"protocol":"UDP","targetPort":100},{"name":"portname3","port":81,"targetPort":101}]}"""));
        await Server.PostAsync($"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p","labels":{"app":"test"}},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"i","ports":[{"name":"a","containerPort":100},{"name":"b","containerPort":100,"protocol":"UDP"}]}]}}""");
        var endpoints = await plane.AwaitAsync<Endpoints>(ns, "s", static e => e is { Subsets.Count: 1 } && e.Subsets[0].Addresses.Count == 1, "an address");
        Assert.Equal(["portname1 100 TCP", "portname2 100 UDP", "portname3 101 TCP"], endpoints.Subsets[0].Ports.Select(static p => $"{p.Name} {p.Port} {p.Protocol}").Order());
    }

    [Fact]
    public async Task Another_range_gives_addresses_and_goes_when_nothing_has_one_of_it()
    {
        const string cidrs = "/apis/networking.k8s.io/v1/servicecidrs", addresses = "/apis/networking.k8s.io/v1/ipaddresses";
        var services = await PlaceAsync();
        await Server.PostAsync(services, Service("early", """{"clusterIP":"203.0.113.10","ports":[{"port":80}]}"""), 422);
        await Server.PostAsync(cidrs, """{"metadata":{"name":"second"},"spec":{"cidrs":["203.0.113.0/24"]}}""");
        await CustomResourceKit.UntilAsync(async () => (await Server.GetAsync($"{cidrs}/second")).At("status", "conditions").Holds(Node.Parse("""[{"type":"Ready","status":"True"}]""")), "the range to be ready");
        await Server.PostAsync(services, Service("s", """{"clusterIP":"203.0.113.10","ports":[{"port":80}]}"""));
        await Server.PostAsync(services, Service("t", """{"clusterIP":"203.0.113.10","ports":[{"port":80}]}"""), 422);
        await CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("GET", $"{addresses}/203.0.113.10")).Code == 200, "the address to be told");
        var address = await Server.GetAsync($"{addresses}/203.0.113.10");
        Assert.True(address.Holds(Node.Parse($$$"""{"metadata":{"labels":{"ipaddress.kubernetes.io/ip-family":"IPv4","ipaddress.kubernetes.io/managed-by":"ipallocator.k8s.io"}},"spec":{"parentRef":{"resource":"services","namespace":"{{{services.Split('/')[4]}}}","name":"s"} } }""")), address.ToString());
        await Server.DeleteAsync($"{cidrs}/second");
        await CustomResourceKit.UntilAsync(async () => (await Server.GetAsync($"{cidrs}/second")).At("status", "conditions").Holds(Node.Parse("""[{"type":"Ready","status":"False","reason":"Terminating"}]""")), "the range to wait");
        await Server.DeleteAsync($"{services}/s");
        await CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("GET", $"{addresses}/203.0.113.10")).Code == 404, "the address to be gone");
        await CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("GET", $"{cidrs}/second")).Code == 404, "the range to be gone");
        await Server.PostAsync(services, Service("late", """{"clusterIP":"203.0.113.11","ports":[{"port":80}]}"""), 422);
        await CustomResourceKit.UntilAsync(async () => (await Server.ListAsync($"{addresses}?labelSelector=ipaddress.kubernetes.io/managed-by%3Dipallocator.k8s.io")).Any(static a => a.TextAt("metadata", "name") == "10.96.0.1"), "the first address");
    }

    private async Task<string> PlaceAsync() => $"/api/v1/namespaces/{await plane.NamespaceAsync()}/services";

    private static string Service(string name, string spec, string set = "") =>
        ObjectNode.Of(("metadata", ObjectNode.Of(("name", name), ("labels", set.Length > 0 ? ObjectNode.Of(("set", set)) : null))), ("spec", Node.Parse(spec))).ToString();
}
