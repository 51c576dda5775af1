using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

public sealed class ServiceTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    // As upstream's server answers: nothing is looked for that will not be stored.
    [Fact]
    public async Task A_dry_run_makes_addresses_and_ports_up()
    {
        var ns = await cluster.NamespaceAsync();
        var (_, made) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/services?dryRun=All", """{"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","externalTrafficPolicy":"Local","ports":[{"name":"a","port":80},{"name":"b","port":81,"nodePort":31000},{"name":"c","port":82}]}}""");
        Assert.Equal(("10.96.0.0", "32769,31000,32770", 32771L), (made.TextAt("spec", "clusterIP"), string.Join(',', ((ArrayNode)made.At("spec", "ports")!).Select(static p => p.Number("nodePort"))), made.Object("spec").Number("healthCheckNodePort")));
    }

    [Fact]
    public async Task An_address_asked_for_by_name_is_given_once_and_again_after_its_service_is_gone()
    {
        var path = $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/services";
        static string Dns(string name) => $$"""{"metadata":{"name":"{{name}}"},"spec":{"clusterIP":"10.96.0.10","ports":[{"port":53,"protocol":"UDP"}] } }""";
        Assert.Equal("10.96.0.10", (await cluster.Server.SendAsync("POST", path, Dns("kube-dns"))).Body.TextAt("spec", "clusterIP"));
        var (code, refused) = await cluster.Server.SendAsync("POST", path, Dns("other"));
        Assert.Equal((422, "Service \"other\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.0.10\"]: failed to allocate IP 10.96.0.10: provided IP is already allocated"), (code, refused.TextAt("message")));
        Assert.Equal(200, (await cluster.Server.SendAsync("DELETE", path + "/kube-dns")).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, Dns("other"))).Code);
    }

    [Fact]
    public async Task A_node_port_is_given_once_for_each_protocol()
    {
        var path = $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/services";
        static string With(string name, string protocol) => $$"""{"metadata":{"name":"{{name}}"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30500,"protocol":"{{protocol}}"}] } }""";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, With("a", "TCP"))).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, With("b", "UDP"))).Code);
        var (code, refused) = await cluster.Server.SendAsync("POST", path, With("c", "TCP"));
        Assert.Equal((422, "Service \"c\" is invalid: spec.ports[0].nodePort: Invalid value: 30500: provided port is already allocated"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task A_dry_run_takes_nothing()
    {
        var path = $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/services";
        const string Body = """{"metadata":{"name":"dry"},"spec":{"clusterIP":"10.96.0.77","ports":[{"port":80}]}}""";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path + "?dryRun=All", Body)).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, Body)).Code);
    }

    [Fact]
    public async Task An_update_that_names_no_address_and_no_node_port_keeps_them()
    {
        var path = $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/services";
        var (_, made) = await cluster.Server.SendAsync("POST", path, """{"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""");
        var (code, updated) = await cluster.Server.SendAsync("PUT", path + "/s", """{"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80,"targetPort":8080}]}}""");
        Assert.Equal(200, code);
        Assert.Equal(made.At("spec", "clusterIP"), updated.At("spec", "clusterIP"));
        Assert.Equal(((ArrayNode)made.At("spec", "ports")!)[0].At("nodePort"), ((ArrayNode)updated.At("spec", "ports")!)[0].At("nodePort"));
    }

    [Fact]
    public async Task A_service_that_stops_being_of_type_NodePort_gives_its_port_back()
    {
        var path = $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/services";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, """{"metadata":{"name":"a"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30777}]}}""")).Code);
        var (code, changed) = await cluster.Server.SendAsync("PATCH", path + "/a", """{"spec":{"type":"ClusterIP"}}""", "application/merge-patch+json");
        Assert.Equal(200, code);
        Assert.Null(((ArrayNode)changed.At("spec", "ports")!)[0].At("nodePort"));
        Assert.Null(changed.At("spec", "externalTrafficPolicy"));
        // The allocation follows the store: seen when the cache is.
        await cluster.Server.SendAsync("GET", path);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, """{"metadata":{"name":"b"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30777}]}}""")).Code);
    }

    [Fact]
    public async Task An_address_cannot_be_changed()
    {
        var path = $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/services";
        await cluster.Server.SendAsync("POST", path, """{"metadata":{"name":"s"},"spec":{"clusterIP":"10.96.0.81","ports":[{"port":80}]}}""");
        var (code, refused) = await cluster.Server.SendAsync("PATCH", path + "/s", """{"spec":{"clusterIP":"10.96.0.82","clusterIPs":["10.96.0.82"]}}""", "application/merge-patch+json");
        Assert.Equal(422, code);
        Assert.Contains("spec.clusterIPs[0]: Invalid value: [\"10.96.0.82\"]: may not change once set", refused.TextAt("message"));
    }

    [Theory]
    [InlineData("""{"type":"ClusterIP"}""", "spec.ports: Required value")]
    [InlineData("""{"type":"Nope","ports":[{"port":80}]}""", "spec.type: Unsupported value: \"Nope\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"")]
    [InlineData("""{"type":"ExternalName"}""", "spec.externalName: Required value")]
    [InlineData("""{"ports":[{"port":0}]}""", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData("""{"ports":[{"port":80,"nodePort":30001}]}""", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'")]
    [InlineData("""{"sessionAffinity":"X","ports":[{"port":80}]}""", "spec.sessionAffinity: Unsupported value: \"X\": supported values: \"ClientIP\", \"None\"")]
    [InlineData("""{"type":"NodePort","clusterIP":"None","ports":[{"port":80}]}""", "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services")]
    [InlineData("""{"ipFamilyPolicy":"RequireDualStack","ports":[{"port":80}]}""", "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services")]
    [InlineData("""{"externalIPs":["127.0.0.1"],"ports":[{"port":80}]}""", "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    public async Task A_wrong_spec_is_refused(string spec, string cause)
    {
        var (code, refused) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/services", $$"""{"metadata":{"name":"s"},"spec":{{spec}}}""");
        Assert.Equal(422, code);
        Assert.Contains(cause, refused.TextAt("message"));
    }
}
