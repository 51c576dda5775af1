using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Kubelet.Dynamic.V1;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>Devices on real containers: a driver offers them, the scheduler gives them to claims, the node prepares them, containers see them.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeDeviceTests(NodeCluster cluster) : NodePods(cluster)
{
    private const string Driver = "boards.example", NamedFile = "/var/run/cdi/boards.example-itn.json";

    [Fact]
    public async Task Pods_get_the_devices_that_they_claim_one_after_the_other_where_there_are_too_few()
    {
        await using var driver = await DraDriverHost.StartAsync(Driver, Path.Combine(Cluster.Home, "kubelet"), DevicesOfAsync);
        Directory.CreateDirectory(Path.GetDirectoryName(NamedFile)!);
        await File.WriteAllTextAsync(NamedFile, """{"cdiVersion": "0.6.0", "kind": "boards.example/board", "devices": [{"name": "one", "containerEdits": {"env": ["BOARD=one"]}}, {"name": "two", "containerEdits": {"env": ["BOARD=two"]}}]}""");
        try
        {
            await ApplyAsync($$$"""
                apiVersion: resource.k8s.io/v1
                kind: DeviceClass
                metadata: { name: boards }
                spec: { selectors: [{ cel: { expression: "device.driver == '{{{Driver}}}'" } }] }
                ---
                apiVersion: resource.k8s.io/v1
                kind: ResourceSlice
                metadata: { name: boards-itn }
                spec:
                  driver: {{{Driver}}}
                  nodeName: {{{Cluster.Name}}}
                  pool: { name: {{{Cluster.Name}}}, generation: 1, resourceSliceCount: 1 }
                  devices: [{ name: one, attributes: { large: { bool: true } } }, { name: two, attributes: { large: { bool: true } } }, { name: three, attributes: { large: { bool: false } } }]
                ---
                apiVersion: resource.k8s.io/v1
                kind: ResourceClaimTemplate
                metadata: { name: board }
                spec: { spec: { devices: { requests: [{ name: board, exactly: { deviceClassName: boards, selectors: [{ cel: { expression: "device.attributes['{{{Driver}}}'].large" } }] } }] } } }
                """);
            foreach (var name in (string[])["board-first", "board-second", "board-third"])
            {
                await ApplyAsync($$"""
                    apiVersion: v1
                    kind: Pod
                    metadata: { name: {{name}} }
                    spec:
                      terminationGracePeriodSeconds: 1
                      resourceClaims: [{ name: board, resourceClaimTemplateName: board }]
                      containers: [{ name: c, image: kubesharp.local/node:1, command: [sh, -c, "echo board=$BOARD; sleep 600"], resources: { claims: [{ name: board }] } }]
                    """);
                if (name != "board-third") { await RunningAsync(name); }
            }
            await ExpectAsync("board-third", "status.conditions[PodScheduled].status=False", "status.conditions[PodScheduled].message~cannot allocate all claims");
            Assert.Equal("board=one\nboard=two\n", await Cluster.PodAsync("logs", "board-first") + await Cluster.PodAsync("logs", "board-second"));
            await Cluster.PodAsync("delete", "pod", "board-first", "--timeout=180s");
            await RunningAsync("board-third");
            Assert.Equal("board=one\n", await Cluster.PodAsync("logs", "board-third"));
            await Cluster.PodAsync("delete", "pod", "board-second", "board-third", "--timeout=180s");
            await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", "resourceclaims", "-o", "name"), static left => left.Length == 0);
            Assert.Equal((3, 3), (driver.Calls.Count(static c => c.StartsWith("prepare", StringComparison.Ordinal)), driver.Calls.Count(static c => c.StartsWith("unprepare", StringComparison.Ordinal))));
        }
        finally
        {
            File.Delete(NamedFile);
            await Cluster.PodAsync("delete", "resourceslice/boards-itn", "deviceclass/boards", "--ignore-not-found");
        }
    }

    // A driver reads the claim that it prepares, as vendors' do.
    private async Task<IReadOnlyList<Device>> DevicesOfAsync(string ns, string name)
    {
        var claim = await Cluster.GetAsync("resourceclaim", name);
        return [.. ((ArrayNode)claim.At("status", "allocation", "devices", "results")!).Select(static r => new Device
        {
            PoolName = r.TextAt("pool"),
            DeviceName = r.TextAt("device"),
            RequestNames = { r.TextAt("request") },
            CdiDeviceIds = { $"boards.example/board={r.TextAt("device")}" },
        })];
    }
}
