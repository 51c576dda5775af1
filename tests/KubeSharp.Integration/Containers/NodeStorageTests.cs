using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Kubelet.Csi.V1;
using KubeSharp.Kubelet.Tests.Kit;
using Capability = KubeSharp.Kubelet.Csi.V1.NodeServiceCapability.Types.RPC.Types.Type;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>Storage on real containers: claims of the default class, and a driver that registers with the node as vendors' drivers do.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeStorageTests(NodeCluster cluster) : NodePods(cluster)
{
    private const string Driver = "disks.example";

    [Fact]
    public async Task A_claim_of_the_default_class_gets_a_volume_that_outlives_its_pods()
    {
        await ApplyAsync(Once("writer", "echo kept > /v/file", "persistentVolumeClaim: { claimName: data }"));
        await ExpectAsync("writer", "status.phase=Succeeded");
        await ApplyAsync(Once("reader", "cat /v/file", "persistentVolumeClaim: { claimName: data }"));
        await ExpectAsync("reader", "status.phase=Succeeded");
        Assert.Equal("kept\n", await Cluster.PodAsync("logs", "reader"));
        var volume = await Cluster.PodAsync("get", "pvc", "data", "-o", "jsonpath={.spec.volumeName}");
        var folder = await Cluster.PodAsync("get", "pv", volume, "-o", "jsonpath={.spec.hostPath.path}");
        Assert.True(File.Exists(Path.Combine(folder, "file")));
        await Cluster.PodAsync("delete", "pod", "writer", "reader", "--timeout=30s");
        await Cluster.PodAsync("delete", "pvc", "data", "--timeout=30s");
        await LocalClusterFixture.AwaitAsync(() => Task.FromResult(Directory.Exists(folder) ? folder : ""), static left => left.Length == 0);
    }

    [Fact]
    public async Task A_claim_of_a_pods_own_comes_and_goes_with_it()
    {
        await ApplyAsync(Once("scratchpad", "echo mine > /v/file && cat /v/file", "ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } } } }"));
        await ExpectAsync("scratchpad", "status.phase=Succeeded");
        Assert.Equal("scratchpad", await Cluster.PodAsync("get", "pvc", "scratchpad-v", "-o", "jsonpath={.metadata.ownerReferences[0].name}"));
        await Cluster.PodAsync("delete", "pod", "scratchpad", "--timeout=30s");
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", "pvc", "-o", "name"), static left => !left.Contains("scratchpad-v", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_volume_of_the_policy_always_is_pulled_for_each_pod_and_shows_what_its_image_holds()
    {
        await using var registry = await RegistryHost.StartAsync("dir/file", "from the registry");
        foreach (var name in (string[])["image-always", "image-again"])
        {
            var before = registry.Asked.Count;
            await ApplyAsync(Once(name, "cat /v/dir/file", $"image: {{ reference: '{registry.Address}/volume:1', pullPolicy: Always }}"));
            await ExpectAsync(name, "status.phase=Succeeded");
            Assert.Equal("from the registry", await Cluster.PodAsync("logs", name));
            Assert.True(registry.Asked.Count > before);
        }
        await Cluster.PodAsync("delete", "pod", "image-always", "image-again", "--timeout=180s");
    }

    [Fact]
    public async Task A_local_block_device_is_given_to_a_container_as_a_device()
    {
        var file = Path.Combine(Cluster.Home, "device");
        await using (var made = File.Create(file)) { made.SetLength(1 << 20); }
        var device = (await Cluster.RunAsync("losetup", "-f", "--show", file)).Trim();
        try
        {
            await ApplyAsync($$"""
                apiVersion: v1
                kind: PersistentVolume
                metadata: { name: block-1 }
                spec:
                  storageClassName: ""
                  capacity: { storage: 1Mi }
                  accessModes: [ReadWriteOnce]
                  volumeMode: Block
                  persistentVolumeReclaimPolicy: Retain
                  claimRef: { namespace: node, name: block }
                  local: { path: {{device}} }
                  nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [{{Cluster.Name}}] }] }] } }
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: block }
                spec: { storageClassName: "", volumeName: block-1, volumeMode: Block, accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } }
                ---
                apiVersion: v1
                kind: Pod
                metadata: { name: block-user }
                spec:
                  terminationGracePeriodSeconds: 1
                  restartPolicy: Never
                  volumes: [{ name: v, persistentVolumeClaim: { claimName: block } }]
                  containers: [{ name: c, image: kubesharp.local/node:1, command: [sh, -c, "test -b /dev/mine && printf written | dd of=/dev/mine conv=fsync 2>/dev/null && head -c 7 /dev/mine"], volumeDevices: [{ name: v, devicePath: /dev/mine }] }]
                """);
            await ExpectAsync("block-user", "status.phase=Succeeded");
            Assert.Equal("written", await Cluster.PodAsync("logs", "block-user"));
            await Cluster.PodAsync("delete", "pod/block-user", "pvc/block", "--timeout=30s");
            await Cluster.PodAsync("delete", "pv", "block-1", "--timeout=30s");
        }
        finally { await Cluster.RunAsync("losetup", "-d", device); }
    }

    [Fact]
    public async Task A_drivers_volume_is_mounted_while_pods_use_it_and_the_cluster_knows_the_driver()
    {
        await using var driver = await CsiDriverHost.StartAsync(Driver, Path.Combine(Cluster.Home, "kubelet"), [Capability.StageUnstageVolume, Capability.GetVolumeStats]);
        await ApplyAsync($$"""
            apiVersion: storage.k8s.io/v1
            kind: CSIDriver
            metadata: { name: {{Driver}} }
            spec: { attachRequired: false, podInfoOnMount: true, fsGroupPolicy: File, volumeLifecycleModes: [Persistent, Ephemeral], tokenRequests: [{ audience: vault }] }
            ---
            apiVersion: v1
            kind: PersistentVolume
            metadata: { name: disk-1 }
            spec: { storageClassName: "", capacity: { storage: 1Mi }, accessModes: [ReadWriteOnce], claimRef: { namespace: node, name: disk }, csi: { driver: {{Driver}}, volumeHandle: handle-1, fsType: ext4, volumeAttributes: { tier: fast } } }
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: disk }
            spec: { storageClassName: "", volumeName: disk-1, accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } }
            """);
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", "csinode", Cluster.Name, "-o", "jsonpath={.spec.drivers[*].name} {.spec.drivers[*].nodeID} {.spec.drivers[*].allocatable.count} {.spec.drivers[*].topologyKeys}"),
            static said => said == $"{Driver} {Driver}-here 7 [\"topology.{Driver}/zone\"]");
        Assert.Equal("z1", await Cluster.PodAsync("get", "node", Cluster.Name, "-o", $"jsonpath={{.metadata.labels.topology\\.disks\\.example/zone}}"));
        await ApplyAsync(Once("disk-user", "id -G; ls -ldn /v; echo written > /v/file; ls -ln /v/file; sleep 600", "persistentVolumeClaim: { claimName: disk }", "securityContext: { fsGroup: 4242 }"));
        await ApplyAsync(Once("disk-inline", "echo inline > /v/file; sleep 600", $"csi: {{ driver: {Driver}, volumeAttributes: {{ size: small }} }}"));
        await RunningAsync("disk-user");
        await RunningAsync("disk-inline");
        Assert.Matches(@" 4242 .* /v/file", await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("logs", "disk-user"), static said => said.Contains("/v/file", StringComparison.Ordinal)));
        Assert.Equal("written\n", await File.ReadAllTextAsync(Path.Combine(driver.DataOf("handle-1"), "file")));
        var inline = driver.Last<NodePublishVolumeRequest>();
        Assert.Equal(("disk-inline", "true", "small"), (inline.VolumeContext["csi.storage.k8s.io/pod.name"], inline.VolumeContext["csi.storage.k8s.io/ephemeral"], inline.VolumeContext["size"]));
        Assert.Contains("\"vault\":{\"token\":\"ey", inline.VolumeContext["csi.storage.k8s.io/serviceAccount.tokens"]);
        Assert.Contains("kubelet_volume_stats_used_bytes{namespace=\"node\",persistentvolumeclaim=\"disk\"} 400", await Cluster.KubectlAsync("get", "--raw", $"/api/v1/nodes/{Cluster.Name}/proxy/metrics"));
        driver.IsStuck = true;
        await Cluster.PodAsync("delete", "pod", "disk-user", "disk-inline", "--wait=false");
        await LocalClusterFixture.AwaitAsync(() => Task.FromResult(string.Join(' ', driver.Calls)), static calls => calls.Contains("NodeUnpublishVolume handle-1", StringComparison.Ordinal));
        // A volume that cannot be taken away keeps its pod known, and nothing else.
        Assert.NotEqual("", await Cluster.PodAsync("get", "pod", "disk-user", "-o", "jsonpath={.metadata.deletionTimestamp}"));
        driver.IsStuck = false;
        await Cluster.PodAsync("wait", "--for=delete", "pod/disk-user", "pod/disk-inline", "--timeout=180s");
        Assert.Contains("NodeStageVolume handle-1", driver.Calls);
        Assert.Equal("NodeUnstageVolume handle-1", driver.Calls.Last(static c => c.Contains("handle-1", StringComparison.Ordinal)));
        await Cluster.PodAsync("delete", "pvc", "disk", "--timeout=30s");
        await Cluster.PodAsync("delete", "pv", "disk-1", "--timeout=30s");
    }

    private static string Once(string name, string command, string volume, string more = "") => $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}} }
        spec:
          terminationGracePeriodSeconds: 1
          restartPolicy: Never
          {{more}}
          volumes: [{ name: v, {{volume}} }]
          containers: [{ name: c, image: kubesharp.local/node:1, command: [sh, -c, "{{command}}"], volumeMounts: [{ name: v, mountPath: /v }] }]
        """;
}
