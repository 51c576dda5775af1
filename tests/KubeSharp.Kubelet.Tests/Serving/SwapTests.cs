using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Tests.Serving;

/// <summary>Swap space of containers, from the kernel's files or the runtime, to those who monitor.</summary>
public sealed class SwapTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cgroups").FullName;

    [Theory]
    [InlineData("4096", "1048576", 4096, 1044480)]
    [InlineData("4096", "max", 4096, null)]
    [InlineData("0", "0", 0, 0)]
    public void On_the_unified_hierarchy_swap_is_counted_by_itself(string used, string limit, long wantedUsed, int? wantedAvailable)
    {
        Write("cgroup.controllers", "memory\n");
        Write("pods/a/memory.swap.current", used + "\n");
        Write("pods/a/memory.swap.max", limit + "\n");
        Assert.Equal(new ContainerSwap(wantedUsed, wantedAvailable), ContainerSwap.Read(_root, "/pods/a"));
        Assert.Null(ContainerSwap.Read(_root, "/pods/b"));
    }

    [Theory]
    [InlineData("1500", "3000", 500, 1500)]
    [InlineData("900", "9223372036854771712", 0, null)]
    public void On_the_older_ones_it_is_counted_with_memory(string both, string limitOfBoth, long wantedUsed, int? wantedAvailable)
    {
        foreach (var (file, text) in ((string, string)[])[("memsw.usage_in_bytes", both), ("usage_in_bytes", "1000"), ("memsw.limit_in_bytes", limitOfBoth), ("limit_in_bytes", "1000")]) { Write($"memory/pods/a/memory.{file}", text + "\n"); }
        Assert.Equal(new ContainerSwap(wantedUsed, wantedAvailable), ContainerSwap.Read(_root, "/pods/a"));
    }

    [Fact]
    public void A_kernel_that_does_not_count_swap_counts_none_used()
    {
        Write("memory/pods/a/memory.usage_in_bytes", "1000\n");
        Assert.Equal(new ContainerSwap(0, null), ContainerSwap.Read(_root, "/pods/a"));
    }

    [Fact]
    public async Task Containers_and_pods_tell_it_in_the_summary_and_in_the_metrics()
    {
        await using var bench = new PodBench(new Pod { Metadata = new ObjectMeta { Name = "p", Namespace = "n", Uid = "u" } });
        var at = DateTimeOffset.FromUnixTimeSeconds(1);
        bench.Runtime.Usage =
        [
            new("u", "n", "p", "a", at) { Swap = new(100, 900) }, new("u", "n", "p", "b", at) { Swap = new(10, 0) },
            new("v", "n", "q", "a", at) { Swap = new(1, 9) }, new("v", "n", "q", "b", at) { Swap = new(1, null) }, new("w", "n", "r", "a", at),
        ];
        var usage = new NodeUsage(new NodeAgentOptions { NodeName = "n1", Addresses = [], RootFolder = bench.Folder }, bench.Runtime, new PodWorkers(bench.Services), static (_, _) => Task.FromResult<VolumeUse?>(null), bench.Clock);
        var summary = Node.Parse(await TextAsync(c => usage.SummaryAsync(c, default)));
        var pods = (ArrayNode)summary.At("pods")!;
        Assert.Equal((110d, 900d), (Number(pods[0], "swap", "swapUsageBytes"), Number(pods[0], "swap", "swapAvailableBytes")));
        Assert.Equal((2d, -1d), (Number(pods[1], "swap", "swapUsageBytes"), Number(pods[1], "swap", "swapAvailableBytes")));
        Assert.Null(pods[2].At("swap"));
        Assert.Equal(100d, Number(((ArrayNode)pods[0].At("containers")!)[0], "swap", "swapUsageBytes"));
        var text = System.Text.Encoding.UTF8.GetString(await TextAsync(c => usage.ResourceMetricsAsync(c, default)));
        Assert.Contains("container_swap_usage_bytes{container=\"a\",namespace=\"n\",pod=\"p\"} 100 1000\n", text, StringComparison.Ordinal);
        Assert.Contains("container_swap_limit_bytes{container=\"a\",namespace=\"n\",pod=\"p\"} 1000 1000\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("container_swap_limit_bytes{container=\"b\",namespace=\"n\",pod=\"q\"}", text, StringComparison.Ordinal);
        Assert.Contains("pod_swap_usage_bytes{namespace=\"n\",pod=\"p\"} 110 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("pod_swap_usage_bytes{namespace=\"n\",pod=\"r\"}", text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static double Number(Node node, params string[] path) => node.At(path) is { } found ? double.Parse(found.ToString(), System.Globalization.CultureInfo.InvariantCulture) : -1;

    private static async Task<byte[]> TextAsync(Func<HttpContext, Task> answer)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await answer(context);
        return ((MemoryStream)context.Response.Body).ToArray();
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
        File.WriteAllText(Path.Combine(_root, file), text);
    }
}
