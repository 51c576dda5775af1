namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>What the conformance suite asks of the cluster's names, looked up in pods of both nodes.</summary>
[Collection(NetworkCollection.Name)]
public sealed class NameTests(NetworkFixture net)
{
    [Fact]
    public async Task The_clusters_own_service_is_found_in_pods_of_all_networks()
    {
        foreach (var pod in (string[])["server-1", "server-2", "host-1", "host-2"])
        {
            Assert.Contains("Address: 10.", await net.ShellAsync(pod, "nslookup -type=a kubernetes.default.svc.cluster.local"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Services_are_found_by_name_by_partial_name_and_by_port()
    {
        await net.ApplyAsync("""
            apiVersion: v1
            kind: Service
            metadata: {name: named}
            spec: {selector: {app: server}, ports: [{name: http, port: 80, targetPort: 8080, protocol: TCP}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: headless}
            spec: {clusterIP: None, selector: {app: server}, ports: [{name: http, port: 8080, protocol: TCP}]}
            """);
        var address = await net.FieldAsync("service", "named", "{.spec.clusterIP}");
        foreach (var pod in (string[])["server-1", "server-2"])
        {
            foreach (var name in (string[])["named", "named.net", "named.net.svc", "named.net.svc.cluster.local"])
            {
                await LocalClusterFixture.AwaitAsync(async () => string.Join(' ', await net.AskAsync(pod, $"http://{name}")), static said => said is "server-1" or "server-2");
            }
            Assert.Contains($"Address: {address}", await net.ShellAsync(pod, "nslookup -type=a named.net.svc.cluster.local"), StringComparison.Ordinal);
            Assert.Matches("service = 0 100 80 named.net.svc.cluster.local", await net.ShellAsync(pod, "nslookup -type=srv _http._tcp.named.net.svc.cluster.local"));
            Assert.Contains("name = named.net.svc.cluster.local", await net.ShellAsync(pod, $"nslookup -type=ptr {string.Join('.', address.Split('.').Reverse())}.in-addr.arpa"), StringComparison.Ordinal);
        }
        foreach (var server in (string[])["server-1", "server-2"])
        {
            var ip = await net.FieldAsync("pod", server, "{.status.podIP}");
            await LocalClusterFixture.AwaitAsync(() => net.ShellAsync("server-1", "nslookup -type=a headless.net.svc.cluster.local"), said => said.Contains($"Address: {ip}\n", StringComparison.Ordinal) || said.EndsWith($"Address: {ip}", StringComparison.Ordinal));
        }
        Assert.Equal(2, (await net.ShellAsync("server-2", "nslookup -type=srv _http._tcp.headless.net.svc.cluster.local")).Split("8080").Length - 1);
    }

    [Fact]
    public async Task Pods_with_a_hostname_and_a_subdomain_have_a_name_and_know_it()
    {
        await net.ApplyAsync("""
            apiVersion: v1
            kind: Service
            metadata: {name: queriers}
            spec: {clusterIP: None, selector: {app: querier}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: querier, labels: {app: querier}}
            spec:
              hostname: dns-querier-2
              subdomain: queriers
              terminationGracePeriodSeconds: 0
              containers: [{name: http, image: "kubesharp.local/busybox:1", command: [sleep, "3600"]}]
            """);
        await net.KubectlAsync("-n", NetworkFixture.Ns, "wait", "--for=condition=ready", "pod/querier", "--timeout=180s");
        var address = await net.FieldAsync("pod", "querier", "{.status.podIP}");
        await LocalClusterFixture.AwaitAsync(() => net.ShellAsync("server-2", "nslookup -type=a dns-querier-2.queriers.net.svc.cluster.local; true"), said => said.Contains($"Address: {address}", StringComparison.Ordinal));
        Assert.Contains($"{address}\tdns-querier-2.queriers.net.svc.cluster.local\tdns-querier-2", await net.ShellAsync("querier", "cat /etc/hosts"), StringComparison.Ordinal);
        Assert.Equal("dns-querier-2", await net.ShellAsync("querier", "hostname"));
    }

    [Fact]
    public async Task An_external_name_follows_its_changes_and_becomes_an_address()
    {
        await net.ApplyAsync("apiVersion: v1\nkind: Service\nmetadata: {name: outside}\nspec: {type: ExternalName, externalName: foo.example.com}\n");
        await TellsAsync("-type=cname outside.net.svc.cluster.local", "canonical name = foo.example.com");
        await PatchAsync("""{"spec":{"externalName":"bar.example.com"}}""");
        await TellsAsync("-type=cname outside.net.svc.cluster.local", "canonical name = bar.example.com");
        await PatchAsync("""{"spec":{"type":"ClusterIP","externalName":null,"ports":[{"port":80,"name":"http","protocol":"TCP"}]}}""");
        await TellsAsync("-type=a outside.net.svc.cluster.local", $"Address: {await net.FieldAsync("service", "outside", "{.spec.clusterIP}")}");
    }

    [Fact]
    public async Task A_pod_brings_its_own_name_servers()
    {
        await net.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: own-names}
            spec:
              dnsPolicy: None
              dnsConfig: {nameservers: [1.1.1.1], searches: [resolv.conf.local], options: [{name: ndots, value: "2"}]}
              terminationGracePeriodSeconds: 0
              containers: [{name: http, image: "kubesharp.local/busybox:1", command: [sleep, "3600"]}]
            """);
        await net.KubectlAsync("-n", NetworkFixture.Ns, "wait", "--for=condition=ready", "pod/own-names", "--timeout=180s");
        Assert.Equal(["search resolv.conf.local", "nameserver 1.1.1.1", "options ndots:2"], (await net.ShellAsync("own-names", "cat /etc/resolv.conf")).Split('\n'));
    }

    private Task TellsAsync(string question, string answer) =>
        LocalClusterFixture.AwaitAsync(() => net.ShellAsync("server-1", $"nslookup {question}; true"), said => said.Contains(answer, StringComparison.Ordinal));

    private Task PatchAsync(string patch) => net.KubectlAsync("-n", NetworkFixture.Ns, "patch", "service", "outside", "--type=merge", "-p", patch);
}
