using System.Diagnostics;
using System.Globalization;
using KubeSharp.Cri.Processes;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>A machine that was switched off without warning: nothing runs any more, and what lay in /run or was mounted is gone. On a cluster of its own.</summary>
public sealed class NodeRestartTests(NodeRestartTests.RestartCluster cluster) : IClassFixture<NodeRestartTests.RestartCluster>
{
    private const string Pods = """
        apiVersion: v1
        kind: Pod
        metadata: { name: goes-on }
        spec:
          terminationGracePeriodSeconds: 1
          volumes: [{ name: disk, emptyDir: {} }, { name: memory, emptyDir: { medium: Memory } }]
          containers: [{ name: c, image: "kubesharp.local/pause:1", imagePullPolicy: Never, volumeMounts: [{ name: disk, mountPath: /disk }, { name: memory, mountPath: /memory }] }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: runs-once }
        spec: { terminationGracePeriodSeconds: 1, restartPolicy: Never, containers: [{ name: c, image: "kubesharp.local/pause:1", imagePullPolicy: Never }] }
        """;

    [Fact]
    public async Task After_a_start_of_the_machine_pods_run_again_with_what_lay_on_their_disk_and_those_that_run_once_have_failed()
    {
        await File.WriteAllTextAsync(cluster.File("pods.yaml"), Pods);
        await cluster.KubectlAsync("apply", "-f", cluster.File("pods.yaml"));
        await cluster.KubectlAsync("wait", "--for=condition=Ready", "pod/goes-on", "pod/runs-once", "--timeout=180s");
        var uid = await cluster.KubectlAsync("get", "pod", "goes-on", "-o", "jsonpath={.metadata.uid}");
        var volumes = Path.Combine(cluster.Home, "kubelet", "pods", uid, "volumes", "kubernetes.io~empty-dir");
        await File.WriteAllTextAsync(Path.Combine(volumes, "disk", "kept"), "");
        await File.WriteAllTextAsync(Path.Combine(volumes, "memory", "lost"), "");
        cluster.SwitchOff();
        await cluster.StartAsync();
        var pod = await LocalClusterFixture.AwaitAsync(() => cluster.KubectlAsync("get", "pod", "goes-on", "-o", "json"), static said => Node.Parse(said).At("status", "containerStatuses") is ArrayNode { Count: 1 } all && all[0].At("state", "running") is not null && $"{all[0].At("restartCount")}" == "1");
        Assert.Equal(uid, Node.Parse(pod).TextAt("metadata", "uid"));
        Assert.True(File.Exists(Path.Combine(volumes, "disk", "kept")));
        Assert.False(File.Exists(Path.Combine(volumes, "memory", "lost")));
        Assert.Equal("Failed 255", await LocalClusterFixture.AwaitAsync(() => cluster.KubectlAsync("get", "pod", "runs-once", "-o", "jsonpath={.status.phase} {.status.containerStatuses[0].state.terminated.exitCode}"), static said => said.StartsWith("Failed", StringComparison.Ordinal)));
        await cluster.KubectlAsync("delete", "pod", "goes-on", "runs-once", "--timeout=180s");
        Assert.DoesNotContain(uid, await File.ReadAllTextAsync("/proc/mounts"), StringComparison.Ordinal);
    }

    /// <summary>The cluster, and its end without warning.</summary>
    public sealed class RestartCluster : LocalClusterFixture
    {
        public string Home => Path.Combine(Folder, "home", Place.Name);

        protected override (string Name, string Port) Place => ("itr", "7743");

        public string File(string name) => Path.Combine(Folder, name);

        protected override Task LoadImagesAsync() => Task.CompletedTask;

        // Into a file: a build for daily work leaves a pipe open to what it detaches.
        public override Task<string> StartAsync() =>
            RunAsync("/bin/sh", "-c", "\"$0\" start -p \"$1\" --port \"$2\" > \"$3\" 2>&1 < /dev/null || { cat \"$3\"; exit 1; }", Binary, Place.Name, Place.Port, File("start.log"));

        public void SwitchOff()
        {
            var containerd = Path.Combine(Home, "containerd");
            foreach (var id in (int[])[IdIn(Path.Combine(Home, "server.pid")), IdIn(Path.Combine(containerd, "containerd.pid")), .. Shims(Path.Combine(containerd, "containerd.sock")), .. Contained()]) { Kill(id); }
            // Below a home of its owner's alone the state lies where everybody can reach it.
            var state = Directory.Exists($"/run/kubesharp-{Place.Name}") ? $"/run/kubesharp-{Place.Name}" : Path.Combine(containerd, "state");
            MountTable.UnmountBelow(state);
            MountTable.UnmountBelow(Home);
            Directory.Delete(state, recursive: true);
        }

        private static int IdIn(string file) => int.Parse(System.IO.File.ReadAllText(file).Trim().Split(' ')[0], CultureInfo.InvariantCulture);

        private static IEnumerable<int> Shims(string socket) => Directory.GetDirectories("/proc").Select(static d => (Id: int.TryParse(Path.GetFileName(d), out var id) ? id : 0, Folder: d)).Where(p => p.Id > 0 && Words(p.Folder).Contains(socket)).Select(static p => p.Id).ToList();

        // What runs in the groups of the cluster's pods.
        private List<int> Contained() => [.. Directory.EnumerateDirectories(Path.Combine(Home, "kubelet", "pods")).Select(static p => Path.GetFileName(p))
            .SelectMany(static uid => Directory.EnumerateDirectories("/sys/fs/cgroup", $"pod{uid}", SearchOption.AllDirectories))
            .SelectMany(static group => Directory.EnumerateFiles(group, "cgroup.procs", SearchOption.AllDirectories)).SelectMany(System.IO.File.ReadLines).Select(static id => int.Parse(id, CultureInfo.InvariantCulture)).Distinct()];

        private static string[] Words(string folder)
        {
            try { return System.IO.File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0'); }
            catch (IOException) { return []; }
        }

        private static void Kill(int id)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException) { /* it ended with another */ }
        }
    }
}
