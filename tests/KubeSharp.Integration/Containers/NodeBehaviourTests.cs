using System.Text;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>What a node does as things change, on real containers.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeBehaviourTests(NodeCluster cluster) : NodePods(cluster)
{
    private static readonly string _watched = """
        apiVersion: v1
        kind: Pod
        metadata: { name: watcher, labels: { key: one }, annotations: { note: one } }
        spec:
          terminationGracePeriodSeconds: 1
          containers:
            - { name: c, image: kubesharp.local/node:1, command: [sleep, "600"], volumeMounts: [{ name: map, mountPath: /map }, { name: secret, mountPath: /secret }, { name: down, mountPath: /down }, { name: all, mountPath: /all }] }
          volumes:
            - { name: map, configMap: { name: changing, optional: true } }
            - { name: secret, secret: { secretName: changing, optional: true } }
            - { name: down, downwardAPI: { items: [{ path: labels, fieldRef: { fieldPath: metadata.labels } }, { path: annotations, fieldRef: { fieldPath: metadata.annotations } }] } }
            - { name: all, projected: { sources: [{ configMap: { name: changing, optional: true } }, { secret: { name: changing, optional: true, items: [{ key: a, path: secret }] } }, { downwardAPI: { items: [{ path: labels, fieldRef: { fieldPath: metadata.labels } }, { path: annotations, fieldRef: { fieldPath: metadata.annotations } }] } }] } }
        """;

    [Fact]
    public async Task Changes_of_objects_are_seen_in_volumes()
    {
        await ApplyAsync(_watched);
        await RunningAsync("watcher");
        await Cluster.PodAsync("create", "configmap", "changing", "--from-literal=a=map-1");
        await Cluster.PodAsync("create", "secret", "generic", "changing", "--from-literal=a=secret-1");
        await ReadsAsync("watcher", "map-1 secret-1 map-1 secret-1", "/map/a", "/secret/a", "/all/a", "/all/secret");
        await Cluster.PodAsync("patch", "configmap", "changing", "-p", """{"data":{"a":"map-2","b":"more"}}""");
        await Cluster.PodAsync("patch", "secret", "changing", "-p", """{"stringData":{"a":"secret-2"}}""");
        await Cluster.PodAsync("label", "pod", "watcher", "key=two", "--overwrite");
        await Cluster.PodAsync("annotate", "pod", "watcher", "note=two", "--overwrite");
        await ReadsAsync("watcher", "map-2 more secret-2 map-2 secret-2", "/map/a", "/map/b", "/secret/a", "/all/a", "/all/secret");
        await ReadsAsync("watcher", "key=\"two\" key=\"two\"", "/down/labels", "/all/labels");
        Assert.Contains("note=\"two\"", await Cluster.PodAsync("exec", "watcher", "--", "cat", "/down/annotations", "/all/annotations"));
        await Cluster.PodAsync("delete", "configmap", "changing");
        await Cluster.PodAsync("delete", "secret", "changing");
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("exec", "watcher", "--", "ls", "/map", "/secret", "/all"), static said => !said.Contains("secret\n", StringComparison.Ordinal) && !said.Contains("\na\n", StringComparison.Ordinal));
        await DeleteAsync("watcher");
    }

    [Fact]
    public async Task Commands_in_containers_tell_their_exit_code_and_lose_no_byte()
    {
        await RunAsync("execs", "sleep 600");
        Assert.Contains("exit code 7", await RefusedAsync("exec", "execs", "--", "sh", "-c", "exit 7"));
        Assert.Equal("out\n", await Cluster.PodAsync("exec", "execs", "--", "sh", "-c", "echo out"));
        var large = await Cluster.PodAsync("exec", "execs", "--", "sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x");
        Assert.Equal(3_000_000, large.Length);
        Assert.Equal("4\n", await Cluster.RunAsync("/bin/sh", "-c", "printf '1\\n2\\n3\\n4\\n' | /usr/local/lib/kubesharp/bin/kubectl -n node exec -i execs -- wc -l"));
        await DeleteAsync("execs");
    }

    [Fact]
    public async Task Logs_are_given_as_they_are_asked_for()
    {
        await RunAsync("logs", "for i in 1 2 3 4 5; do echo line $i; done; sleep 600");
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("logs", "logs"), static said => said.EndsWith("line 5\n", StringComparison.Ordinal));
        Assert.Equal("line 4\nline 5\n", await Cluster.PodAsync("logs", "logs", "--tail=2"));
        Assert.Equal("line 1", await Cluster.PodAsync("logs", "logs", "--limit-bytes=6"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z line 1\n", await Cluster.PodAsync("logs", "logs", "--timestamps"));
        Assert.Contains("previous terminated container \"c\" in pod \"logs\" not found", await RefusedAsync("logs", "logs", "--previous"));
        Assert.Equal("", await Cluster.PodAsync("logs", "logs", "--since-time=2099-01-01T00:00:00Z"));
        await DeleteAsync("logs");
    }

    [Fact]
    public async Task A_deleted_pod_runs_its_hook_gets_its_signal_and_leaves_nothing()
    {
        await ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: { name: ending }
            spec:
              terminationGracePeriodSeconds: 10
              volumes: [{ name: v, hostPath: { path: FOLDER, type: DirectoryOrCreate } }]
              containers:
                - name: c
                  image: kubesharp.local/node:1
                  command: [sh, -c, "trap 'echo signal >> /v/said; exit 0' TERM; while true; do sleep 0.1; done"]
                  volumeMounts: [{ name: v, mountPath: /v }]
                  lifecycle: { preStop: { exec: { command: [sh, -c, "echo hook >> /v/said"] } } }
            """.Replace("FOLDER", Path.Combine(Cluster.Home, "said"), StringComparison.Ordinal));
        await RunningAsync("ending");
        var uid = (await Cluster.GetAsync("pod", "ending")).TextAt("metadata", "uid")!;
        await Cluster.PodAsync("delete", "pod", "ending", "--timeout=30s");
        Assert.Equal("hook\nsignal\n", await File.ReadAllTextAsync(Path.Combine(Cluster.Home, "said", "said")));
        await NothingIsLeftAsync(uid);
    }

    [Fact]
    public async Task Limits_change_while_a_container_runs()
    {
        await ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: { name: resized }
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - { name: a, image: kubesharp.local/node:1, command: [sleep, "600"], resources: { requests: { cpu: 20m, memory: 20Mi }, limits: { cpu: 50m, memory: 40Mi } } }
                - { name: b, image: kubesharp.local/node:1, command: [sleep, "600"], resizePolicy: [{ resourceName: memory, restartPolicy: RestartContainer }], resources: { requests: { cpu: 20m, memory: 20Mi }, limits: { cpu: 50m, memory: 20Mi } } }
            """);
        await RunningAsync("resized");
        await Cluster.PodAsync("patch", "pod", "resized", "--subresource", "resize", "-p", """
            {"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"30m"},"limits":{"cpu":"100m","memory":"60Mi"}}},{"name":"b","resources":{"limits":{"memory":"30Mi"}}}]}}
            """);
        await ExpectAsync("resized", "status.containerStatuses[a].resources.limits.cpu=100m", "status.containerStatuses[a].resources.limits.memory=60Mi", "status.containerStatuses[a].allocatedResources.cpu=30m",
            "status.containerStatuses[a].restartCount=0", "status.containerStatuses[b].restartCount=1", "status.containerStatuses[b].resources.limits.memory=30Mi", "status.conditions[PodResizePending].status=", "status.conditions[PodResizeInProgress].status=");
        const string read = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max";
        Assert.Equal("62914560 10000", (await Cluster.PodAsync("exec", "resized", "-c", "a", "--", "sh", "-c", read)).Replace('\n', ' ').Replace(" 100000", "", StringComparison.Ordinal).Trim());
        Assert.StartsWith("31457280", await Cluster.PodAsync("exec", "resized", "-c", "b", "--", "sh", "-c", read), StringComparison.Ordinal);
        // More than the node has is refused at once, and nothing changes.
        Assert.Contains("node didn't have enough allocatable resources: cpu", await RefusedAsync("patch", "pod", "resized", "--subresource", "resize", "-p", """{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1000"},"limits":{"cpu":"1000"}}}]}}"""), StringComparison.Ordinal);
        await ExpectAsync("resized", "status.conditions[PodResizePending].status=", "status.containerStatuses[a].resources.limits.cpu=100m", "status.containerStatuses[a].restartCount=0");
        await DeleteAsync("resized");
    }

    [Fact]
    public async Task An_ephemeral_container_joins_a_running_pod()
    {
        await RunAsync("debugged", "sleep 600");
        var said = await Cluster.PodAsync("debug", "debugged", "--image=kubesharp.local/node:1", "--image-pull-policy=Never", "--container=look", "--target=c", "--profile=general", "--", "sh", "-c", "ps; sleep 600");
        await ExpectAsync("debugged", "status.ephemeralContainerStatuses[look].state.running.startedAt~20");
        Assert.Contains("sleep 600", await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("logs", "debugged", "-c", "look"), static s => s.Length > 0));
        Assert.DoesNotContain("error", said, StringComparison.OrdinalIgnoreCase);
        await DeleteAsync("debugged");
    }

    [Fact]
    public async Task A_pod_says_which_generation_it_has_seen()
    {
        await RunAsync("generations", "sleep 600");
        await ExpectAsync("generations", "metadata.generation=1", "status.observedGeneration=1");
        await Cluster.PodAsync("patch", "pod", "generations", "-p", """{"spec":{"activeDeadlineSeconds":500}}""");
        await ExpectAsync("generations", "metadata.generation=2", "status.observedGeneration=2");
        await Cluster.PodAsync("patch", "pod", "generations", "-p", """{"spec":{"activeDeadlineSeconds":1}}""");
        await ExpectAsync("generations", "status.phase=Failed", "status.reason=DeadlineExceeded");
        await DeleteAsync("generations");
    }

    [Fact]
    public async Task A_wrong_part_of_a_volume_is_mended_by_a_change_of_the_pod()
    {
        await ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: { name: mended, annotations: { notmysubpath: mypath } }
            spec:
              terminationGracePeriodSeconds: 1
              volumes: [{ name: v, emptyDir: {} }]
              containers:
                - { name: c, image: kubesharp.local/node:1, command: [sleep, "600"], env: [{ name: POD_NAME, value: foo }, { name: ANNOTATION, valueFrom: { fieldRef: { fieldPath: "metadata.annotations['mysubpath']" } } }], volumeMounts: [{ name: v, mountPath: /v, subPathExpr: "$(ANNOTATION)/$(POD_NAME)" }] }
            """);
        await ExpectAsync("mended", "status.phase=Pending", "status.containerStatuses[c].state.waiting.reason~CreateContainerConfigError");
        await Cluster.PodAsync("annotate", "pod", "mended", "mysubpath=mypath");
        await RunningAsync("mended");
        await DeleteAsync("mended");
    }

    [Fact]
    public async Task Monitoring_finds_what_it_looks_for()
    {
        async Task<string> RawAsync(string path) => await Cluster.KubectlAsync("get", "--raw", $"/api/v1/nodes/{Cluster.Name}/proxy/{path}");
        await RunAsync("measured", "sleep 600");
        var summary = await LocalClusterFixture.AwaitAsync(() => RawAsync("stats/summary"), static s => s.Contains("\"measured\"", StringComparison.Ordinal));
        var node = Node.Parse(Encoding.UTF8.GetBytes(summary)).At("node")!;
        foreach (var part in new[] { "cpu", "memory", "fs", "runtime", "rlimit" }) { Assert.NotNull(node.At(part)); }
        Assert.Contains("container_memory_working_set_bytes{container=\"c\",namespace=\"node\",pod=\"measured\"}", await RawAsync("metrics/resource"));
        Assert.Matches("container_cpu_usage_seconds_total\\{container=\"c\",.*pod=\"measured\"", await RawAsync("metrics/cadvisor"));
        Assert.Matches("prober_probe_total\\{container=\"c\",namespace=\"node\",pod=\"ready-never\",pod_uid=\"[^\"]+\",probe_type=\"Readiness\",result=\"failed\"\\}", await RawAsync("metrics/probes"));
        Assert.Contains("kubelet_running_pods", await RawAsync("metrics"));
        Assert.Contains("\"measured\"", await RawAsync("pods"));
        Assert.Contains("maxPods", await RawAsync("configz"));
        await DeleteAsync("measured");
    }
}
