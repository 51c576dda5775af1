using System.Globalization;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>Two real nodes with real containers, as kubesharp start --nodes 2 makes them.</summary>
public sealed class TwoNodesTests(TwoNodesFixture cluster) : IClassFixture<TwoNodesFixture>
{
    private const string Server = "mkdir -p /w; hostname >/w/index.html; exec httpd -f -p 8080 -h /w";

    [Fact]
    public async Task Pods_on_two_nodes_reach_each_other_and_services_and_names_work_across_them()
    {
        await ApplyAsync(Pod("a", cluster.ClusterName, Server) + Pod("b", cluster.SecondNode, Server) + """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
            """);
        await cluster.KubectlAsync("wait", "--for=condition=ready", "pod/a", "pod/b", "--timeout=180s");
        foreach (var (from, to) in new[] { ("a", "b"), ("b", "a") })
        {
            Assert.Equal(to, (await AskAsync(from, $"http://{await AddressAsync(to)}:8080")).Trim());
            await BothAnswerAsync(() => AskAsync(from, "http://web.default.svc.cluster.local"));
        }
        // Every node has the service's port, and the API server, on the machine itself, reaches pods of every node.
        var port = await cluster.KubectlAsync("get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}");
        foreach (var node in (await cluster.KubectlAsync("get", "nodes", "-o", "jsonpath={range .items[*]}{.status.addresses[0].address} {end}")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await BothAnswerAsync(() => AskAsync("b", $"http://{node}:{port}"));
        }
        Assert.Equal("b", (await cluster.KubectlAsync("get", "--raw", "/api/v1/namespaces/default/pods/b:8080/proxy/")).Trim());
        Assert.NotEqual(await RangeAsync(cluster.ClusterName), await RangeAsync(cluster.SecondNode));
    }

    [Fact]
    public async Task Pods_of_a_killed_node_move_and_the_node_comes_back()
    {
        await ApplyAsync("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: mover}
            spec:
              replicas: 2
              selector: {matchLabels: {app: mover}}
              template:
                metadata: {labels: {app: mover}}
                spec:
                  terminationGracePeriodSeconds: 1
                  tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 1}, {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 1}]
                  topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: mover}}}]
                  containers: [{name: c, image: "kubesharp.local/busybox:1", command: [sleep, "3600"]}]
            """);
        await cluster.KubectlAsync("rollout", "status", "deploy/mover", "--timeout=180s");
        Assert.Contains(cluster.SecondNode, await PlacesAsync());
        var wire = await WireAsync(await cluster.KubectlAsync("get", "node", cluster.SecondNode, "-o", "jsonpath={.status.addresses[0].address}"));
        await cluster.RunAsync(LocalClusterFixture.Binary, "node", "stop", cluster.SecondNode, "-p", cluster.ClusterName);
        await LocalClusterFixture.AwaitAsync(() => ReadyAsync(cluster.SecondNode), static s => s == "Unknown");
        await LocalClusterFixture.AwaitAsync(PlacesAsync, places => places.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(p => p == $"Running/{cluster.ClusterName}") == 2);
        // As where the kernel has not yet taken away the wire of the node's first life.
        await LocalClusterFixture.AwaitAsync(async () => (await cluster.ExecuteAsync("ip", ["link", "add", wire, "type", "veth", "peer", "name", wire + "old"])).Output, static said => said.Length == 0);
        await cluster.RunAsync(LocalClusterFixture.Binary, "node", "start", cluster.SecondNode, "-p", cluster.ClusterName);
        await LocalClusterFixture.AwaitAsync(() => ReadyAsync(cluster.SecondNode), static s => s == "True");
        await LocalClusterFixture.AwaitAsync(() => cluster.KubectlAsync("describe", "node", cluster.SecondNode), static s => ((string[])["Starting kubelet.", "NodeHasSufficientMemory", "NodeAllocatableEnforced", "status is now: NodeReady"]).All(s.Contains));
    }

    private Task<string> ReadyAsync(string node) => cluster.KubectlAsync("get", "node", node, "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}");

    private Task<string> PlacesAsync() => cluster.KubectlAsync("get", "pods", "-l", "app=mover", "-o", "jsonpath={range .items[*]}{.status.phase}/{.spec.nodeName} {end}");

    private Task<string> AddressAsync(string pod) => cluster.KubectlAsync("get", "pod", pod, "-o", "jsonpath={.status.podIP}");

    // The interface of this machine that leads to the address.
    private async Task<string> WireAsync(string address)
    {
        var words = (await cluster.RunAsync("ip", "route", "get", address)).Split(' ');
        return words[Array.IndexOf(words, "dev") + 1];
    }

    private Task<string> RangeAsync(string node) => cluster.KubectlAsync("get", "node", node, "-o", "jsonpath={.spec.podCIDR}");

    private Task<string> AskAsync(string pod, string url) => cluster.KubectlAsync("exec", pod, "--", "timeout", "10", "wget", "-q", "-O", "-", url);

    private static async Task BothAnswerAsync(Func<Task<string>> ask)
    {
        var heard = new HashSet<string>();
        await LocalClusterFixture.AwaitAsync(async () =>
        {
            heard.Add((await ask()).Trim());
            return string.Join(' ', heard);
        }, _ => heard.SetEquals(["a", "b"]));
    }

    private async Task ApplyAsync(string manifest)
    {
        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"kubesharp-{Guid.NewGuid():N}.yaml"));
        await File.WriteAllTextAsync(file, manifest);
        try { await cluster.KubectlAsync("apply", "-f", file); }
        finally { File.Delete(file); }
    }

    private static string Pod(string name, string node, string script) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, labels: {app: web} }
        spec:
          nodeName: {{node}}
          terminationGracePeriodSeconds: 1
          containers: [{name: c, image: "kubesharp.local/busybox:1", command: [sh, -c, "{{script}}"] }]
        ---

        """;
}
