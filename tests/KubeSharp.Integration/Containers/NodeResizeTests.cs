using System.Globalization;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>Requests and limits of running containers change without a restart: in the status, in the kernel, and back.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeResizeTests(NodeCluster cluster) : NodePods(cluster)
{
    // A container's cpu request, cpu limit, memory request, memory limit; - is none.
    private const string Guaranteed = "200m 200m 35Mi 35Mi, 220m 220m 37Mi 37Mi, 240m 240m 39Mi 39Mi";

    [Theory]
    [InlineData("net-increase", Guaranteed, "250m 250m 40Mi 40Mi, 270m 270m 42Mi 42Mi, 190m 190m 34Mi 34Mi", true, false)]
    [InlineData("net-decrease", Guaranteed, "250m 250m 40Mi 40Mi, 170m 170m 32Mi 32Mi, 190m 190m 34Mi 34Mi", true, false)]
    [InlineData("crosswise", Guaranteed, "250m 250m 35Mi 35Mi, 170m 170m 42Mi 42Mi, 290m 290m 44Mi 44Mi", true, false)]
    [InlineData("burstable", "200m - - -, - - 35Mi -, 200m - 35Mi -, 200m - - -, - - 35Mi -, 200m - - -", "250m 350m - -, - - 30Mi 50Mi, 200m - 30Mi -, 150m - 35Mi -, 200m - 40Mi -, 200m - - -", false, false)]
    [InlineData("equivalents", "2m 10m - -", "1m 5m - -", true, false)]
    [InlineData("replaced", "200m 300m 35Mi 45Mi", "250m 350m 40Mi 50Mi", true, true)]
    public async Task Containers_are_resized_in_place_and_back(string name, string before, string after, bool andBack, bool replace)
    {
        var pod = $"resize-{name}";
        await ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: {{pod}} }
            spec:
              restartPolicy: OnFailure
              terminationGracePeriodSeconds: 0
              containers: [{{string.Join(", ", Parse(before).Select(static (c, i) => $"{{ name: c{i + 1}, image: kubesharp.local/node:1, command: [sleep, '3600'], resources: {c} }}"))}}]
            """);
        await RunningAsync(pod);
        await HasAsync(pod, before);
        await ResizeAsync(pod, after, replace);
        await HasAsync(pod, after);
        if (andBack)
        {
            await ResizeAsync(pod, before, replace);
            await HasAsync(pod, before);
        }
        await DeleteAsync(pod);
    }

    private async Task ResizeAsync(string pod, string to, bool replace)
    {
        if (!replace)
        {
            var containers = string.Join(",", Parse(to).Select(static (c, i) => $"{{\"name\":\"c{i + 1}\",\"resources\":{c}}}"));
            await Cluster.PodAsync("patch", "pod", pod, "--subresource", "resize", "-p", $"{{\"spec\":{{\"containers\":[{containers}]}}}}");
            return;
        }
        var now = (ObjectNode)await Cluster.GetAsync("pod", pod);
        var changed = ((ArrayNode)now.At("spec", "containers")!).Select((c, i) => (Node)((ObjectNode)c).Set("resources", Node.Parse(System.Text.Encoding.UTF8.GetBytes(Parse(to)[i]))));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, now.Set("spec", ((ObjectNode)now.At("spec")!).Set("containers", new ArrayNode([.. changed]))).ToString());
        await Cluster.KubectlAsync("replace", "--raw", $"/api/v1/namespaces/{NodeCluster.Namespace}/pods/{pod}/resize", "-f", file);
        File.Delete(file);
    }

    private async Task HasAsync(string pod, string wanted)
    {
        var lines = new List<string> { "status.conditions[PodResizePending].status=", "status.conditions[PodResizeInProgress].status=", "status.conditions[Ready].status=True" };
        foreach (var (amounts, i) in Amounts(wanted).Select(static (a, i) => (a, i)))
        {
            foreach (var (path, amount) in new[] { "requests.cpu", "limits.cpu", "requests.memory", "limits.memory" }.Zip(amounts)) { lines.Add($"status.containerStatuses[c{i + 1}].resources.{path}={(amount == "-" ? "" : amount)}"); }
            lines.Add($"status.containerStatuses[c{i + 1}].restartCount=0");
        }
        await ExpectAsync(pod, [.. lines]);
        foreach (var (amounts, i) in Amounts(wanted).Select(static (a, i) => (a, i)))
        {
            var said = await Cluster.PodAsync("exec", pod, "-c", $"c{i + 1}", "--", "sh", "-c", "cd /sys/fs/cgroup; cat cpu/cpu.shares cpu/cpu.cfs_quota_us memory/memory.limit_in_bytes 2>/dev/null || cat cpu.weight cpu.max memory.max");
            if (said.Contains("max", StringComparison.Ordinal) || said.Split('\n')[1].Contains(' ')) { continue; }
            long Milli(string amount) => amount == "-" ? 0 : Quantity.Parse(amount).MilliValue;
            var (request, limit) = (Milli(amounts[0]), Milli(amounts[1]));
            var expected = $"{Math.Max(2, request * 1024 / 1000)} {(limit == 0 ? -1 : Math.Max(1000, limit * 100))}{(amounts[3] == "-" ? "" : $" {Quantity.Parse(amounts[3]).Value}")}";
            Assert.StartsWith(expected, said.Replace('\n', ' '), StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<string[]> Amounts(string all) => [.. all.Split(", ").Select(static c => c.Split(' '))];

    // As a tree, which is YAML as well.
    private static IReadOnlyList<string> Parse(string all) => [.. Amounts(all).Select(static a =>
    {
        string Of(string cpu, string memory) => string.Join(",", new[] { ("cpu", cpu), ("memory", memory) }.Where(static p => p.Item2 != "-").Select(static p => string.Create(CultureInfo.InvariantCulture, $"\"{p.Item1}\":\"{p.Item2}\"")));
        var (requests, limits) = (Of(a[0], a[2]), Of(a[1], a[3]));
        return $"{{\"requests\":{{{requests}}}{(limits.Length > 0 ? $",\"limits\":{{{limits}}}" : "")}}}";
    })];
}
