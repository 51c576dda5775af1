using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>What tests on the cluster of running pods do with pods.</summary>
public abstract class NodePods(NodeCluster cluster)
{
    /// <summary>The cluster.</summary>
    protected NodeCluster Cluster { get; } = cluster;

    /// <summary>Of the pod nothing is left on the machine.</summary>
    protected async Task NothingIsLeftAsync(string uid)
    {
        Assert.False(Directory.Exists(Path.Combine(Cluster.Home, "kubelet", "pods", uid)));
        Assert.DoesNotContain(uid, await File.ReadAllTextAsync("/proc/mounts"));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Cluster.Home, "pods"), $"*{uid}*"));
        await LocalClusterFixture.AwaitAsync(() => Task.FromResult(string.Join(' ', Directory.EnumerateDirectories("/sys/fs/cgroup", $"pod{uid}", SearchOption.AllDirectories))), static left => left.Length == 0);
    }

    protected async Task ReadsAsync(string pod, string expected, params string[] files) =>
        await LocalClusterFixture.AwaitAsync(async () => (await Cluster.ExecuteAsync("/usr/local/lib/kubesharp/bin/kubectl", ["-n", NodeCluster.Namespace, "exec", pod, "--", "sh", "-c", string.Join(" && echo ' ' && ", files.Select(static f => $"cat {f}"))])).Output.Replace("\n", "", StringComparison.Ordinal).Trim(),
            said => said == expected);

    protected Task RunAsync(string name, string command) => RunAndAwaitAsync($"apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name} }}\nspec:\n  terminationGracePeriodSeconds: 1\n  containers:\n    - {{ name: c, image: {NodeCluster.Image}, command: [sh, -c, \"{command}\"] }}\n", name);

    protected async Task RunAndAwaitAsync(string manifest, string name)
    {
        await ApplyAsync(manifest);
        await RunningAsync(name);
    }

    /// <summary>Applies a manifest in the tests' namespace.</summary>
    protected async Task ApplyAsync(string manifest)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, manifest);
        await Cluster.PodAsync("apply", "-f", file);
        File.Delete(file);
    }

    protected Task RunningAsync(string pod) => ExpectAsync(pod, "status.phase=Running", "status.conditions[Ready].status=True");

    /// <summary>Waits until the pod is as the lines of <see cref="PodExpectation"/> say.</summary>
    protected async Task ExpectAsync(string pod, params string[] lines)
    {
        var expected = lines.Select(PodExpectation.Parse).ToList();
        await LocalClusterFixture.AwaitAsync(async () =>
        {
            var now = await Cluster.GetAsync("pod", pod);
            var violations = expected.Select(e => e.Violation(now)).OfType<string>().ToList();
            return violations.Count == 0 ? "" : string.Join('\n', violations) + '\n' + now.At("status");
        }, static said => said.Length == 0);
    }

    protected Task<string> RefusedAsync(params string[] words) => Cluster.KubectlRefusedAsync([.. new[] { "-n", NodeCluster.Namespace }, .. words]);

    protected Task DeleteAsync(string pod) => Cluster.PodAsync("delete", "pod", pod, "--wait=false");
}
