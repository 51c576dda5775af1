using System.Globalization;
using System.Net;
using System.Text;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>Conformance behaviours of nodes that need more than one step.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeConformanceTests(NodeCluster cluster) : NodePods(cluster)
{
    [Fact]
    public async Task A_pod_whose_command_always_fails_can_be_deleted()
    {
        await ApplyAsync(Pod("always-fails", "[/bin/false]"));
        await ExpectAsync("always-fails", "status.containerStatuses[c].lastState.terminated.exitCode=1");
        await Cluster.PodAsync("delete", "pod", "always-fails", "--timeout=30s");
        Assert.Contains("NotFound", await RefusedAsync("get", "pod", "always-fails"));
    }

    [Fact]
    public async Task A_second_ephemeral_container_joins_the_first()
    {
        await ApplyAsync(Pod("debugged-twice", "[sleep, '600']"));
        await RunningAsync("debugged-twice");
        foreach (var name in new[] { "one", "two" })
        {
            await Cluster.PodAsync("debug", "debugged-twice", "--image=kubesharp.local/node:1", "--image-pull-policy=Never", $"--container={name}", "--profile=general", "--", "sleep", "600");
            await ExpectAsync("debugged-twice", $"status.ephemeralContainerStatuses[{name}].state.running.startedAt~20");
        }
        var pod = await Cluster.GetAsync("pod", "debugged-twice");
        Assert.Equal(["one", "two"], ((ArrayNode)pod.At("spec", "ephemeralContainers")!).Select(static c => c.TextAt("name")));
        Assert.Equal("one\n", await Cluster.PodAsync("exec", "debugged-twice", "-c", "one", "--", "echo", "one"));
        await DeleteAsync("debugged-twice");
    }

    [Fact]
    public async Task The_hosts_file_is_the_nodes_work_where_the_pod_brings_none_and_has_a_network_of_its_own()
    {
        await ApplyAsync("""
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: hosts }
            data: { hosts: "127.0.0.1 mine\n" }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: hosts-managed }
            spec:
              terminationGracePeriodSeconds: 1
              hostAliases: [{ ip: 192.0.2.9, hostnames: [alias.local] }]
              volumes: [{ name: own, configMap: { name: hosts } }]
              containers:
                - { name: a, image: "kubesharp.local/node:1", command: [sleep, "600"] }
                - { name: b, image: "kubesharp.local/node:1", command: [sleep, "600"], volumeMounts: [{ name: own, mountPath: /etc/hosts, subPath: hosts }] }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: hosts-of-node }
            spec:
              hostNetwork: true
              terminationGracePeriodSeconds: 1
              containers: [{ name: c, image: "kubesharp.local/node:1", command: [sleep, "600"] }]
            """);
        await RunningAsync("hosts-managed");
        await RunningAsync("hosts-of-node");
        var managed = await Cluster.PodAsync("exec", "hosts-managed", "-c", "a", "--", "cat", "/etc/hosts");
        Assert.StartsWith("# Kubernetes-managed hosts file.\n", managed, StringComparison.Ordinal);
        Assert.Contains("192.0.2.9\talias.local", managed);
        Assert.Equal("127.0.0.1 mine\n", await Cluster.PodAsync("exec", "hosts-managed", "-c", "b", "--", "cat", "/etc/hosts"));
        Assert.DoesNotContain("# Kubernetes-managed hosts file.\n", await Cluster.PodAsync("exec", "hosts-of-node", "--", "cat", "/etc/hosts"));
        await Cluster.PodAsync("delete", "pod", "hosts-managed", "hosts-of-node", "--wait=false");
    }

    [Fact]
    public async Task A_pod_that_is_changed_five_hundred_times_says_in_the_end_that_it_has_seen_the_last()
    {
        const int Changes = 500;
        await ApplyAsync(Pod("changing", "[sleep, '600']") + "  tolerations: [{ key: k, operator: Exists, effect: NoExecute, tolerationSeconds: 100000 }]\n");
        await RunningAsync("changing");
        await using var proxy = await KubectlProxy.StartAsync(Cluster.Kubeconfig);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{proxy.Address}") };
        for (var i = 0; i < Changes; i++)
        {
            var change = $$"""[{"op": "replace", "path": "/spec/tolerations/0/tolerationSeconds", "value": {{i}} }]""";
            using var body = new StringContent(change, Encoding.UTF8, "application/json-patch+json");
            using var answer = await client.PatchAsync($"/api/v1/namespaces/{NodeCluster.Namespace}/pods/changing", body);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
        await ExpectAsync("changing", $"metadata.generation={(Changes + 1).ToString(CultureInfo.InvariantCulture)}", $"status.observedGeneration={(Changes + 1).ToString(CultureInfo.InvariantCulture)}", "status.containerStatuses[c].restartCount=0");
        await DeleteAsync("changing");
    }

    [Fact]
    public async Task Many_pods_with_many_config_maps_start_together()
    {
        const int Maps = 50, Replicas = 5;
        var maps = string.Concat(Enumerable.Range(0, Maps).Select(static i => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: racey-{i} }}\ndata: {{ data: value-{i} }}\n---\n"));
        var volumes = string.Join(", ", Enumerable.Range(0, Maps).Select(static i => $"{{ name: v{i}, configMap: {{ name: racey-{i}, items: [{{ key: data, path: data }}] }} }}"));
        var mounts = string.Join(", ", Enumerable.Range(0, Maps).Select(static i => $"{{ name: v{i}, mountPath: /etc/config-{i} }}"));
        await ApplyAsync($$"""
            {{maps}}
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: racey }
            spec:
              replicas: {{Replicas}}
              selector: { matchLabels: { app: racey } }
              template:
                metadata: { labels: { app: racey } }
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{{volumes}}]
                  containers: [{ name: c, image: "kubesharp.local/node:1", command: [sh, -c, "cat /etc/config-*/data | wc -l; sleep 600"], volumeMounts: [{{mounts}}] }]
            """);
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", "deployment", "racey", "-o", "jsonpath={.status.readyReplicas}"), static said => said == "5");
        await Cluster.PodAsync("delete", "deployment", "racey", "--wait=false");
        await Cluster.PodAsync(["delete", "configmap", .. Enumerable.Range(0, Maps).Select(static i => $"racey-{i}")]);
    }

    private static string Pod(string name, string command) =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name} }}\nspec:\n  terminationGracePeriodSeconds: 1\n  containers:\n    - {{ name: c, image: {NodeCluster.Image}, command: {command} }}\n";
}
