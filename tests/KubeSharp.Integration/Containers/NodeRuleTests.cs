using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>What a node lets pods have and what it refuses, on real containers.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeRuleTests(NodeCluster cluster) : NodePods(cluster)
{
    [Fact]
    public async Task A_resource_that_somebody_gives_a_node_can_be_had_and_goes_away_again()
    {
        async Task<string> OfAsync(string part) => await Cluster.PodAsync("get", "node", Cluster.Name, "-o", $"jsonpath={{.status.{part}.example\\.com/dongle}}");
        await Cluster.PodAsync("patch", "node", Cluster.Name, "--subresource=status", "--type=json", "-p", """[{"op":"add","path":"/status/capacity/example.com~1dongle","value":"2"}]""");
        await LocalClusterFixture.AwaitAsync(() => OfAsync("allocatable"), static said => said == "2");
        await ApplyAsync(Pod("dongle", "sleep 600", "resources: { limits: { example.com/dongle: 2 } }"));
        await RunningAsync("dongle");
        await ApplyAsync(Pod("dongle-too-many", "sleep 600", "resources: { limits: { example.com/dongle: 1 } }"));
        await ExpectAsync("dongle-too-many", "status.conditions[PodScheduled].reason=Unschedulable", "status.conditions[PodScheduled].message~Insufficient example.com/dongle");
        await Cluster.PodAsync("delete", "pod", "dongle", "dongle-too-many", "--timeout=30s");
        await Cluster.PodAsync("patch", "node", Cluster.Name, "--subresource=status", "--type=json", "-p", """[{"op":"remove","path":"/status/capacity/example.com~1dongle"}]""");
        await LocalClusterFixture.AwaitAsync(() => OfAsync("allocatable"), static said => said.Length == 0);
        Assert.Equal("", await OfAsync("capacity"));
    }

    [Fact]
    public async Task A_runtime_class_gives_a_pod_its_overhead_and_one_that_is_gone_gives_none()
    {
        await ApplyAsync("""
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: { name: heavy }
            handler: runc
            overhead: { podFixed: { cpu: 10m, memory: 1Mi } }
            ---
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: { name: elsewhere }
            handler: not-here
            """);
        await ApplyAsync(Pod("heavy", "sleep 600", "resources: { limits: { cpu: 20m, memory: 20Mi } }", "runtimeClassName: heavy"));
        await RunningAsync("heavy");
        await ExpectAsync("heavy", "spec.overhead.cpu=10m", "spec.overhead.memory=1Mi");
        var uid = (await Cluster.GetAsync("pod", "heavy")).TextAt("metadata", "uid")!;
        Assert.Equal(21 << 20, int.Parse(Limit(uid, "memory.limit_in_bytes", "memory.max"), System.Globalization.CultureInfo.InvariantCulture));
        await ApplyAsync(Pod("elsewhere", "sleep 600", "", "runtimeClassName: elsewhere"));
        await LocalClusterFixture.AwaitAsync(() => EventsAsync("elsewhere"), static said => said.Contains("FailedCreatePodSandBox", StringComparison.Ordinal) && said.Contains("not-here", StringComparison.Ordinal));
        await ExpectAsync("elsewhere", "status.phase=Pending");
        await Cluster.PodAsync("delete", "runtimeclass", "heavy", "elsewhere");
        await LocalClusterFixture.AwaitAsync(async () => (await Cluster.ExecuteAsync("/bin/sh", ["-c", "/usr/local/lib/kubesharp/bin/kubectl -n node run gone --image=kubesharp.local/node:1 --overrides='{\"spec\":{\"runtimeClassName\":\"heavy\"}}'"])).Output,
            static said => said.Contains("pod rejected: RuntimeClass \"heavy\" not found", StringComparison.Ordinal));
        await DeleteAsync("heavy");
        await DeleteAsync("elsewhere");
    }

    [Fact]
    public async Task A_pod_that_makes_processes_without_end_ends_alone()
    {
        var bystander = await LocalClusterFixture.AwaitAsync(BystanderAsync, static said => said.Contains("://", StringComparison.Ordinal));
        await ApplyAsync(Pod("bomb", "i=0; while [ $i -lt 2000 ]; do sleep 600 & i=$((i+1)); done; sleep 600", "resources: { limits: { cpu: 1, memory: 2Gi }, requests: { cpu: 10m, memory: 64Mi } }"));
        var uid = await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", "pod", "bomb", "-o", "jsonpath={.metadata.uid}"), static s => s.Length > 0);
        await LocalClusterFixture.AwaitAsync(() => Task.FromResult(LimitOf(uid, "pids.max")), static s => s == $"{NodeCluster.PodPidsMax}");
        // The shell gives up at the first process that it cannot make.
        await ExpectAsync("bomb", "status.containerStatuses[c].state.terminated.reason~Error|OOMKilled");
        Assert.Equal(bystander, await BystanderAsync());
        await Cluster.PodAsync("delete", "pod", "bomb", "--timeout=180s");
        // A pod that has ended is let go at once; what is left of it follows.
        await LocalClusterFixture.AwaitAsync(() => Task.FromResult(Directory.Exists(Path.Combine(Cluster.Home, "kubelet", "pods", uid)) ? uid : ""), static left => left.Length == 0);
        await NothingIsLeftAsync(uid);

        Task<string> BystanderAsync() => Cluster.PodAsync("get", "pod", "qos-guaranteed", "-o", "jsonpath={.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}");
    }

    [Fact]
    public async Task What_this_node_cannot_do_is_said_in_an_event()
    {
        await ApplyAsync(Pod("own-users", "sleep 600", "", "hostUsers: false"));
        await LocalClusterFixture.AwaitAsync(() => EventsAsync("own-users"), static said => said.Contains("does not support user namespaces", StringComparison.Ordinal));
        await ApplyAsync(Pod("tcp-hook", "sleep 600", "lifecycle: { postStart: { tcpSocket: { port: 80 } } }"));
        await LocalClusterFixture.AwaitAsync(() => EventsAsync("tcp-hook"), static said => said.Contains("FailedPostStartHook", StringComparison.Ordinal) && said.Contains("invalid handler", StringComparison.Ordinal));
        await DeleteAsync("own-users");
        await DeleteAsync("tcp-hook");
    }

    [Fact]
    public async Task Wrong_kernel_settings_are_refused_and_unsafe_ones_end_a_pod_on_its_node()
    {
        var said = await Cluster.RefusedAsync("/bin/sh", "-c", "printf 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: s}\\nspec: {securityContext: {sysctls: [{name: foo-, value: bar}, {name: kernel.shmmax, value: \"100\"}, {name: safe-and-unsafe, value: \"1\"}, {name: \"bar..\", value: \"1\"}]}, containers: [{name: c, image: x}]}' | /usr/local/lib/kubesharp/bin/kubectl -n node apply -f -");
        foreach (var wrong in new[] { "sysctls[0].name", "foo-", "sysctls[3].name", "bar.." }) { Assert.Contains(wrong, said); }
        Assert.DoesNotContain("kernel.shmmax", said);
        await ApplyAsync(Pod("unsafe", "sleep 600", "", "securityContext: { sysctls: [{ name: kernel.msgmax, value: '65536' }] }"));
        await ExpectAsync("unsafe", "status.phase=Failed", "status.reason=SysctlForbidden", "status.message~kernel.msgmax");
        await DeleteAsync("unsafe");
    }

    [Fact]
    public async Task An_exit_whose_rule_says_so_starts_the_whole_pod_anew()
    {
        await ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: { name: all-anew }
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 1
              volumes: [{ name: v, emptyDir: {} }]
              initContainers: [{ name: i, image: "kubesharp.local/node:1", command: [sh, -c, "echo begun >> /v/runs"], volumeMounts: [{ name: v, mountPath: /v }] }]
              containers:
                - { name: c, image: "kubesharp.local/node:1", command: [sh, -c, "test $(wc -l < /v/runs) = 1 && exit 42; sleep 600"], restartPolicy: Never, restartPolicyRules: [{ action: RestartAllContainers, exitCodes: { operator: In, values: [42] } }], volumeMounts: [{ name: v, mountPath: /v }] }
                - { name: d, image: "kubesharp.local/node:1", command: [sleep, "600"] }
            """);
        await ExpectAsync("all-anew", "status.phase=Running", "status.initContainerStatuses[i].restartCount=1", "status.containerStatuses[c].restartCount=1", "status.containerStatuses[d].restartCount=1", "status.containerStatuses[c].state.running.startedAt~20");
        Assert.Equal("2\n", await Cluster.PodAsync("exec", "all-anew", "-c", "c", "--", "sh", "-c", "wc -l < /v/runs"));
        await DeleteAsync("all-anew");
    }

    private Task<string> EventsAsync(string pod) => Cluster.PodAsync("get", "events", "--field-selector", $"involvedObject.name={pod}", "-o", "jsonpath={range .items[*]}{.reason}: {.message}{\"\\n\"}{end}");

    private static string Limit(string uid, string first, string unified) => LimitOf(uid, File.Exists("/sys/fs/cgroup/cgroup.controllers") ? unified : first);

    private static string LimitOf(string uid, string file) =>
        Directory.EnumerateDirectories("/sys/fs/cgroup", $"pod{uid}", SearchOption.AllDirectories).Select(d => Path.Combine(d, file)).FirstOrDefault(File.Exists) is { } path ? File.ReadAllText(path).Trim() : "";

    private static string Pod(string name, string command, string ofContainer = "", string ofPod = "") => $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}} }
        spec:
          terminationGracePeriodSeconds: 1
          restartPolicy: Never
          {{ofPod}}
          containers:
            - name: c
              image: kubesharp.local/node:1
              command: [sh, -c, "{{command}}"]
              {{ofContainer}}
        """;
}
