using KubeSharp.Integration.Tests.Containers;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>A node whose containers run in the machine's own containerd (kubesharp agent --runtime SOCKET).</summary>
public sealed class SharedRuntimeTests(SharedRuntimeFixture cluster) : IClassFixture<SharedRuntimeFixture>
{
    private const string Status = "jsonpath={.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}";

    [Fact]
    public async Task Pods_run_in_it_and_outlive_its_death_and_the_agents_and_go_without_a_trace()
    {
        await RunAsync("there", cluster.SecondNode, "echo begun; exec sleep 1000");
        await RunAsync("serving", cluster.ClusterName, "mkdir /w; echo hello > /w/index.html; exec httpd -f -p 8080 -h /w");
        await cluster.KubectlAsync("wait", "--for=condition=Ready", "pod/there", "pod/serving", "--timeout=180s");
        Assert.Equal("begun", (await cluster.KubectlAsync("logs", "there")).Trim());
        // Its network is the cluster's.
        var address = await cluster.KubectlAsync("get", "pod", "serving", "-o", "jsonpath={.status.podIP}");
        Assert.Equal("hello", (await LocalClusterFixture.AwaitAsync(async () => (await ExecAsync("wget", "-qO-", $"http://{address}:8080/")).Trim(), static said => said == "hello")).Trim());
        var before = await cluster.KubectlAsync("get", "pod", "there", "-o", Status);
        Assert.Matches("^containerd://[0-9a-f]{64} 0$", before);
        Assert.Contains(before.Split(' ')[0]["containerd://".Length..], await cluster.ContainersAsync(), StringComparison.Ordinal);
        await cluster.RestartRuntimeAsync();
        await LocalClusterFixture.AwaitAsync(() => ExecAsync("echo", "alive"), static said => said.Trim() == "alive");
        await cluster.RestartAgentAsync();
        await LocalClusterFixture.AwaitAsync(() => ExecAsync("echo", "again"), static said => said.Trim() == "again");
        Assert.Equal(before, await cluster.KubectlAsync("get", "pod", "there", "-o", Status));
        await cluster.KubectlAsync("delete", "pod", "there", "serving", "--wait");
        await LocalClusterFixture.AwaitAsync(cluster.ContainersAsync, static said => said.Trim().Length == 0);
    }

    private async Task<string> ExecAsync(params string[] words) => (await cluster.ExecuteAsync("/usr/local/lib/kubesharp/bin/kubectl", ["exec", "there", "--", .. words])).Output;

    private Task<string> RunAsync(string name, string node, string script) => cluster.KubectlAsync("run", name, $"--image={NodeCluster.Image}", $$$"""--overrides={"spec":{"nodeName":"{{{node}}}","terminationGracePeriodSeconds":1}}""", "--command", "--", "sh", "-c", script);
}
