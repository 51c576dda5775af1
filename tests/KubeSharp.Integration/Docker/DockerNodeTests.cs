using System.Diagnostics;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Integration.Tests.Containers;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Docker;

/// <summary>What a user does with pods in a Docker Engine: streams, logs, ports, measures; and the engine's death.</summary>
[Collection(DockerCollection.Name)]
public sealed class DockerNodeTests(DockerCluster cluster) : NodePods(cluster)
{
    private const string Kubectl = "/usr/local/lib/kubesharp/bin/kubectl";

    [Fact]
    public async Task Streams_pass_whole_and_a_command_tells_its_exit_code()
    {
        await RunAsync("streams", "exec sleep 1000");
        Assert.Equal((3, "out\nerr\ncommand terminated with exit code 3\n"), await Cluster.ExecuteAsync(Kubectl, ["-n", NodeCluster.Namespace, "exec", "streams", "--", "sh", "-c", "echo out; echo err >&2; exit 3"]));
        // Over SPDY, as older clients do, and over WebSocket.
        foreach (var overWebSocket in new[] { "false", "true" })
        {
            var there = await Cluster.RunAsync("/bin/sh", "-c", $"head -c 5000000 /dev/zero | KUBECTL_REMOTE_COMMAND_WEBSOCKETS={overWebSocket} {Kubectl} -n {NodeCluster.Namespace} exec -i streams -- wc -c");
            Assert.Equal("5000000", there.Trim());
            var back = await Cluster.RunAsync("/bin/sh", "-c", $"KUBECTL_REMOTE_COMMAND_WEBSOCKETS={overWebSocket} {Kubectl} -n {NodeCluster.Namespace} exec streams -- cat /bin/busybox | cmp - /bin/busybox && echo same");
            Assert.Equal("same", back.Trim());
        }
        await DeleteAsync("streams");
    }

    [Fact]
    public async Task A_port_is_forwarded_over_both_protocols()
    {
        await RunAsync("ports", "mkdir /w; echo hello > /w/index.html; exec httpd -f -p 8080 -h /w");
        foreach (var overWebSocket in new[] { "false", "true" })
        {
            var start = new ProcessStartInfo(Kubectl, ["-n", NodeCluster.Namespace, "port-forward", "ports", ":8080"]) { RedirectStandardOutput = true };
            (start.Environment["KUBECONFIG"], start.Environment["KUBECTL_PORT_FORWARD_WEBSOCKETS"]) = (Cluster.Kubeconfig, overWebSocket);
            using var forwarding = Process.Start(start)!;
            try
            {
                var port = (await forwarding.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))!.Split(' ')[2].Split(':')[1];
                using var client = new HttpClient();
                Assert.Equal("hello\n", await client.GetStringAsync($"http://127.0.0.1:{port}/"));
            }
            finally { forwarding.Kill(); }
        }
        await DeleteAsync("ports");
    }

    [Fact]
    public async Task What_is_measured_tells_of_every_container()
    {
        await RunAsync("busy", "while true; do :; done");
        await LocalClusterFixture.AwaitAsync(async () =>
        {
            var summary = Node.Parse(System.Text.Encoding.UTF8.GetBytes(await Cluster.KubectlAsync("get", "--raw", $"/api/v1/nodes/{Cluster.Name}/proxy/stats/summary")));
            var pod = (summary.At("pods") as ArrayNode)!.FirstOrDefault(static p => p.TextAt("podRef", "name") == "busy");
            var container = (pod?.At("containers") as ArrayNode)?.FirstOrDefault();
            return container?.At("cpu", "usageNanoCores") is NumberNode { Integer: > 0 } && container.At("memory", "workingSetBytes") is NumberNode { Integer: > 0 } ? "" : summary.ToString();
        }, static said => said.Length == 0);
        await DeleteAsync("busy");
    }

    [Fact]
    public async Task The_engines_death_is_not_noticed_by_pods_and_their_logs_have_no_gap()
    {
        await RunAsync("outliving", "i=0; while true; do i=$((i+1)); echo line $i; sleep 0.1; done");
        var before = await Cluster.PodAsync("get", "pod", "outliving", "-o", "jsonpath={.status.containerStatuses[0].containerID}");
        Assert.StartsWith("docker://", before, StringComparison.Ordinal);
        await cluster.Docker.KillAsync();
        await cluster.Docker.StartAsync();
        await LocalClusterFixture.AwaitAsync(async () => (await Cluster.ExecuteAsync(Kubectl, ["-n", NodeCluster.Namespace, "exec", "outliving", "--", "echo", "alive"])).Output, static said => said == "alive\n");
        var seen = await LastLineAsync();
        await LocalClusterFixture.AwaitAsync(async () => (await LastLineAsync()).ToString(System.Globalization.CultureInfo.InvariantCulture), said => int.Parse(said, System.Globalization.CultureInfo.InvariantCulture) > seen + 3);
        var lines = (await Cluster.PodAsync("logs", "outliving")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(static n => $"line {n}"), lines);
        Assert.Equal($"{before} 0", await Cluster.PodAsync("get", "pod", "outliving", "-o", "jsonpath={.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}"));
        await DeleteAsync("outliving");
    }

    private async Task<int> LastLineAsync() => int.Parse((await Cluster.PodAsync("logs", "outliving", "--tail=1")).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
