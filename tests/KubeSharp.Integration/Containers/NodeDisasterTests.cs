using System.Diagnostics;
using System.Globalization;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>What becomes of pods when parts of the node are killed. Runs on the cluster of the other tests, whose pods must never notice.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeDisasterTests(NodeCluster cluster)
{
    private const string Shown = "jsonpath={.metadata.uid} {.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount} {.status.podIP}";

    [Fact]
    public async Task The_death_of_agent_and_control_plane_leaves_pods_as_they_are()
    {
        var before = await BystanderAsync();
        Kill(ServerId(await cluster.RunAsync(LocalClusterFixture.Binary, "status", "-p", cluster.Name)));
        await LocalClusterFixture.AwaitAsync(async () => (await cluster.ExecuteAsync(LocalClusterFixture.Binary, ["status", "-p", cluster.Name])).Output, static s => !s.Contains("process ", StringComparison.Ordinal));
        await cluster.StartAsync();
        Assert.Equal(before, await cluster.PodAsync("get", "pod", "qos-guaranteed", "-o", Shown));
    }

    [Fact]
    public async Task The_death_of_containerd_leaves_pods_as_they_are_and_new_ones_start()
    {
        var before = await BystanderAsync();
        // A child that has not become another program yet bears the same words.
        Kill(ProcessesNaming(Path.Combine(cluster.Home, "containerd", "config.toml")).Min());
        await cluster.PodAsync("run", "after-containerd", $"--image={NodeCluster.Image}", "--image-pull-policy=Never", "--restart=Never", "--command", "--", "true");
        await LocalClusterFixture.AwaitAsync(() => cluster.PodAsync("get", "pod", "after-containerd", "-o", "jsonpath={.status.phase}"), static s => s == "Succeeded");
        Assert.Equal(before, await cluster.PodAsync("get", "pod", "qos-guaranteed", "-o", Shown));
        await cluster.PodAsync("delete", "pod", "after-containerd", "--timeout=30s");
    }

    [Fact]
    public async Task The_death_of_a_shim_ends_its_pod_alone_which_comes_again()
    {
        var bystander = await BystanderAsync();
        await cluster.PodAsync("run", "shimless", $"--image={NodeCluster.Image}", "--image-pull-policy=Never", "--command", "--", "sleep", "600");
        var first = await LocalClusterFixture.AwaitAsync(() => cluster.PodAsync("get", "pod", "shimless", "-o", "jsonpath={.status.containerStatuses[0].state.running.startedAt} {.status.containerStatuses[0].containerID}"), static s => s.StartsWith("20", StringComparison.Ordinal));
        var id = first.Split("//")[1];
        Kill(ShimOf(id));
        var again = await LocalClusterFixture.AwaitAsync(() => cluster.PodAsync("get", "pod", "shimless", "-o", "jsonpath={.status.containerStatuses[0].state.running.startedAt} {.status.containerStatuses[0].containerID}"),
            s => s.StartsWith("20", StringComparison.Ordinal) && !s.EndsWith(id, StringComparison.Ordinal));
        Assert.NotEqual(first, again);
        Assert.Equal(bystander, await cluster.PodAsync("get", "pod", "qos-guaranteed", "-o", Shown));
        await cluster.PodAsync("delete", "pod", "shimless", "--grace-period=1", "--timeout=180s");
    }

    private static int ServerId(string status) => int.Parse(status.Split("process ")[1].Split(')')[0], CultureInfo.InvariantCulture);

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    // The shim is the parent of the sandbox, which is named in its own arguments; a container's process has it as its parent.
    private static int ShimOf(string container)
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(static d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                if (!File.ReadAllText(Path.Combine(folder, "cgroup")).Contains(container, StringComparison.Ordinal)) { continue; }
                return int.Parse(File.ReadAllText(Path.Combine(folder, "stat")).Split(") ")[1].Split(' ')[1], CultureInfo.InvariantCulture);
            }
            catch (IOException) { /* ended meanwhile */ }
        }
        throw new InvalidOperationException($"no process of container {container}");
    }

    // The pod that must not notice, once it runs.
    private Task<string> BystanderAsync() =>
        LocalClusterFixture.AwaitAsync(() => cluster.PodAsync("get", "pod", "qos-guaranteed", "-o", Shown), static s => s.Contains("://", StringComparison.Ordinal));

    private static IEnumerable<int> ProcessesNaming(string argument) => Directory.GetDirectories("/proc").Select(static d => (Id: int.TryParse(Path.GetFileName(d), out var id) ? id : 0, Folder: d))
        .Where(p => p.Id > 0 && Arguments(p.Folder).Contains(argument)).Select(static p => p.Id);

    private static string[] Arguments(string folder)
    {
        try { return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0'); }
        catch (IOException) { return []; }
    }
}
