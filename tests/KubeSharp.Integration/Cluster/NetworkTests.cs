using System.Diagnostics;
using System.Globalization;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>What the conformance suite asks of services and of the network between pods and nodes.</summary>
[Collection(NetworkCollection.Name)]
public sealed class NetworkTests(NetworkFixture net)
{
    private static readonly string[] _servers = ["server-1", "server-2"];

    [Fact]
    public async Task Pods_and_nodes_reach_pods_by_http_and_by_datagrams()
    {
        foreach (var to in _servers)
        {
            var address = await AddressAsync(to);
            foreach (var from in (string[])["server-1", "server-2", "host-1", "host-2"])
            {
                Assert.Equal([to], await net.AskAsync(from, $"http://{address}:8080/"));
                Assert.Equal(to, await net.DatagramAsync(from, address, 8081));
            }
        }
    }

    [Fact]
    public async Task A_service_has_one_port_for_two_protocols_and_several_ports()
    {
        await net.ApplyAsync(Service("both", "ports: [{name: tcp, port: 90, targetPort: 8080, protocol: TCP}, {name: udp, port: 90, targetPort: 8081, protocol: UDP}, {name: other, port: 91, targetPort: 8080}]"));
        var address = await ClusterIpAsync("both");
        await EachAnswersAsync(() => net.AskAsync("host-2", $"http://{address}:90"));
        await EachAnswersAsync(() => net.AskAsync("server-1", $"http://{address}:91"));
        await EachAnswersAsync(async () => [await net.DatagramAsync("server-1", address, 90)]);
    }

    [Theory]
    [InlineData("clusterIP")]
    [InlineData("NodePort")]
    public async Task Affinity_to_a_client_holds_is_taken_off_and_put_on_again(string type)
    {
        var name = "sticky-" + type.ToLowerInvariant();
        await net.ApplyAsync(Service(name, $"sessionAffinity: ClientIP, {(type == "NodePort" ? "type: NodePort, " : "")}ports: [{{port: 80, targetPort: 8080}}]"));
        var url = type == "NodePort" ? $"http://{await NodeAddressAsync(net.SecondNode)}:{await net.FieldAsync("service", name, "{.spec.ports[0].nodePort}")}" : $"http://{await ClusterIpAsync(name)}";
        await HoldsAsync(url);
        await net.KubectlAsync("-n", NetworkFixture.Ns, "patch", "service", name, "-p", """{"spec":{"sessionAffinity":"None"}}""");
        await EachAnswersAsync(() => net.AskAsync("host-1", url, 5));
        await net.KubectlAsync("-n", NetworkFixture.Ns, "patch", "service", name, "-p", """{"spec":{"sessionAffinity":"ClientIP"}}""");
        await HoldsAsync(url);
    }

    [Fact]
    public async Task A_service_serves_under_each_type_that_it_is_changed_to()
    {
        await net.ApplyAsync("apiVersion: v1\nkind: Service\nmetadata: {name: changing}\nspec: {type: ExternalName, externalName: elsewhere.example}\n");
        Assert.Contains("elsewhere.example", await net.ShellAsync("server-1", "nslookup -type=cname changing.net.svc.cluster.local"), StringComparison.Ordinal);
        await PatchAsync("changing", """{"spec":{"type":"ClusterIP","externalName":null,"selector":{"app":"server"},"ports":[{"port":80,"targetPort":8080,"protocol":"TCP"}]}}""");
        await EachAnswersAsync(() => net.AskAsync("server-1", "http://changing.net.svc.cluster.local"));
        await PatchAsync("changing", """{"spec":{"type":"NodePort"}}""");
        var port = await net.FieldAsync("service", "changing", "{.spec.ports[0].nodePort}");
        foreach (var node in (string[])[net.ClusterName, net.SecondNode])
        {
            var address = await NodeAddressAsync(node);
            await EachAnswersAsync(() => net.AskAsync("host-1", $"http://{address}:{port}"));
        }
        await PatchAsync("changing", """{"spec":{"type":"ExternalName","externalName":"elsewhere.example","clusterIP":null,"clusterIPs":null,"ports":null,"selector":null}}""");
        await LocalClusterFixture.AwaitAsync(() => net.ShellAsync("server-1", "nslookup -type=cname changing.net.svc.cluster.local; true"), static said => said.Contains("elsewhere.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Slices_written_by_hand_bring_a_service_several_addresses_and_several_ports()
    {
        var (one, two) = (await AddressAsync("server-1"), await AddressAsync("server-2"));
        await net.ApplyAsync($$"""
            apiVersion: v1
            kind: Service
            metadata: {name: by-hand}
            spec: {ports: [{name: http, port: 80, protocol: TCP}, {name: again, port: 81, protocol: TCP}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: by-hand-1, labels: {kubernetes.io/service-name: by-hand} }
            addressType: IPv4
            endpoints: [{addresses: [{{one}}] }, {addresses: [{{two}}] }]
            ports: [{name: http, port: 8080, protocol: TCP}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: by-hand-2, labels: {kubernetes.io/service-name: by-hand} }
            addressType: IPv4
            endpoints: [{addresses: [{{two}}] }]
            ports: [{name: again, port: 8080, protocol: TCP}]
            """);
        var address = await ClusterIpAsync("by-hand");
        await EachAnswersAsync(() => net.AskAsync("host-1", $"http://{address}:80"));
        Assert.Equal(["server-2", "server-2", "server-2"], await net.AskAsync("server-1", $"http://{address}:81", 3));
    }

    [Fact]
    public async Task The_api_server_passes_requests_on_to_pods_and_services_by_number_and_name_of_the_port_with_the_path()
    {
        await net.ApplyAsync(Service("proxied", "ports: [{name: portname1, port: 80, targetPort: 8080}, {name: portname2, port: 81, targetPort: 8080}]"));
        await LocalClusterFixture.AwaitAsync(() => net.FieldAsync("endpoints", "proxied", "{.subsets[0].addresses[*].ip}"), static s => s.Contains(' ', StringComparison.Ordinal));
        foreach (var target in (string[])["services/proxied:80", "services/proxied:portname1", "services/http:proxied:portname2", "services/http:proxied:81", "pods/server-1:8080", "pods/http:server-2:8080"])
        {
            Assert.Contains(await RawAsync($"{target}/proxy/"), _servers);
            Assert.Contains(await RawAsync($"{target}/proxy/sub/page"), _servers);
        }
        Assert.Contains("NotFound", await net.KubectlRefusedAsync("get", "--raw", $"/api/v1/namespaces/{NetworkFixture.Ns}/pods/server-1:8080/proxy/nowhere"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_host_port_serves_pods_that_differ_by_address_or_protocol()
    {
        var node = await NodeAddressAsync(net.SecondNode);
        await net.ApplyAsync(HostPort("port-1", "127.0.0.1", "TCP") + HostPort("port-2", node, "TCP") + HostPort("port-3", node, "UDP"));
        await net.KubectlAsync("-n", NetworkFixture.Ns, "wait", "--for=condition=ready", "pod/port-1", "pod/port-2", "pod/port-3", "--timeout=180s");
        await LocalClusterFixture.AwaitAsync(() => net.ShellAsync("host-2", "timeout 5 wget -q -O - http://127.0.0.1:54323 || true"), static s => s == "port-1");
        await LocalClusterFixture.AwaitAsync(() => net.ShellAsync("host-2", $"timeout 5 wget -q -O - http://{node}:54323 || true"), static s => s == "port-2");
        await LocalClusterFixture.AwaitAsync(() => net.DatagramAsync("host-2", node, 54323), static s => s == "port-3");
    }

    // Upstream's bounds: half of twenty services (there: two hundred) within 20 s, all but one in a hundred within 50 s.
    [Fact]
    public async Task Services_have_their_endpoints_soon()
    {
        var watch = Stopwatch.StartNew();
        await net.ApplyAsync(string.Concat(Enumerable.Range(0, 20).Select(static n => Service(string.Create(CultureInfo.InvariantCulture, $"latency-{n}"), "ports: [{port: 80, targetPort: 8080}]"))));
        await LocalClusterFixture.AwaitAsync(async () => await net.KubectlAsync("-n", NetworkFixture.Ns, "get", "endpoints", "-o", "jsonpath={range .items[*]}{.metadata.name}={.subsets[0].addresses[*].ip}{\"\\n\"}{end}"),
            static said => said.Split('\n').Count(static l => l.StartsWith("latency-", StringComparison.Ordinal) && !l.EndsWith('=')) == 20);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private async Task HoldsAsync(string url)
    {
        // A change of the service takes a moment to reach the node.
        await LocalClusterFixture.AwaitAsync(async () => string.Join(' ', (await net.AskAsync("host-1", url, 15)).Distinct()), static who => _servers.Contains(who));
    }

    private static async Task EachAnswersAsync(Func<Task<string[]>> ask)
    {
        var heard = new HashSet<string>();
        await LocalClusterFixture.AwaitAsync(async () =>
        {
            heard.UnionWith(await ask());
            return string.Join(' ', heard);
        }, _ => heard.SetEquals(_servers));
    }

    private Task<string> AddressAsync(string pod) => net.FieldAsync("pod", pod, "{.status.podIP}");

    private Task<string> ClusterIpAsync(string service) => net.FieldAsync("service", service, "{.spec.clusterIP}");

    private Task<string> NodeAddressAsync(string node) => net.FieldAsync("node", node, "{.status.addresses[?(@.type==\"InternalIP\")].address}");

    private Task PatchAsync(string service, string patch) => net.KubectlAsync("-n", NetworkFixture.Ns, "patch", "service", service, "--type=merge", "-p", patch);

    private async Task<string> RawAsync(string path) => (await net.KubectlAsync("get", "--raw", $"/api/v1/namespaces/{NetworkFixture.Ns}/{path}")).Trim();

    private static string Service(string name, string rest) => $$"""
        apiVersion: v1
        kind: Service
        metadata: {name: {{name}}}
        spec: {selector: {app: server}, {{rest}}}
        ---

        """;

    private string HostPort(string name, string address, string protocol) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, labels: {app: port} }
        spec:
          nodeName: {{net.SecondNode}}
          terminationGracePeriodSeconds: 0
          containers:
          - name: c
            image: kubesharp.local/{{(protocol == "UDP" ? "perl" : "busybox")}}:1
            command: {{(protocol == "UDP" ? "[/usr/bin/perl, -MIO::Socket::INET, -e, \"" + NetworkFixture.UdpServer + "\"]" : "[sh, -c, \"mkdir -p /w; hostname >/w/index.html; exec httpd -f -p 8080 -h /w\"]")}}
            ports: [{containerPort: {{(protocol == "UDP" ? 8081 : 8080)}}, hostPort: 54323, hostIP: {{address}}, protocol: {{protocol}}}]
        ---

        """;
}
