using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.Cri;
using KubeSharp.Kubelet.Certificates;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Serving;

public sealed class AgentMetricsTests
{
    private static string Text(Action<StringBuilder> write)
    {
        var text = new StringBuilder();
        write(text);
        return text.ToString();
    }

    [Fact]
    public async Task A_pod_that_starts_is_counted_once_in_all_that_it_goes_through()
    {
        await using var bench = new PodBench(PodBench.Pod() is var pod ? pod with { Metadata = pod.Metadata with { CreationTimestamp = new TestClock().GetUtcNow().AddSeconds(-3) } } : null!);
        bench.Start();
        string Counts() => Text(bench.Services.Counts.Write);
        await bench.UntilAsync(() => Counts().Contains("kubelet_pod_worker_duration_seconds_count{operation_type=\"create\"} 1\n", StringComparison.Ordinal), "the first pass");
        Assert.Contains("kubelet_started_pods_total 1\n", Counts(), StringComparison.Ordinal);
        Assert.Contains("kubelet_started_pods_errors_total 0\n", Counts(), StringComparison.Ordinal);
        Assert.Contains("kubelet_started_containers_total{container_type=\"container\"} 1\n", Counts(), StringComparison.Ordinal);
        Assert.Contains("kubelet_run_podsandbox_duration_seconds_count{runtime_handler=\"\"} 1\n", Counts(), StringComparison.Ordinal);
        Assert.Contains("kubelet_pod_start_duration_seconds_count 1\n", Counts(), StringComparison.Ordinal);
        Assert.Contains("kubelet_pod_start_total_duration_seconds_sum{first_with_network=\"true\"} 3\n", Counts(), StringComparison.Ordinal);
        bench.Worker.Wake();
        await bench.UntilAsync(() => Counts().Contains("kubelet_pod_worker_duration_seconds_count{operation_type=\"sync\"} 1\n", StringComparison.Ordinal), "the second pass");
        Assert.Contains("kubelet_pod_start_duration_seconds_count 1\n", Counts(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_started_is_counted_by_its_reason()
    {
        await using var bench = new PodBench(PodBench.Pod("Always", new Container { Name = "web", Image = "nowhere:1", ImagePullPolicy = "Never" }));
        bench.Start();
        string Counts() => Text(bench.Services.Counts.Write);
        await bench.UntilAsync(() => Counts().Contains("kubelet_started_containers_errors_total{container_type=\"container\",code=\"ErrImageNeverPull\"} 1\n", StringComparison.Ordinal), "the refusal");
        Assert.Contains("kubelet_pod_start_duration_seconds_count 0\n", Counts(), StringComparison.Ordinal);
        await using var other = new PodBench(PodBench.Pod());
        other.Runtime.SandboxFault = "no room";
        other.Start();
        await other.UntilAsync(() => Text(other.Services.Counts.Write).Contains("kubelet_started_pods_errors_total 1\n", StringComparison.Ordinal), "the sandbox's fault");
        Assert.Contains("kubelet_run_podsandbox_errors_total{runtime_handler=\"\"} 1\n", Text(other.Services.Counts.Write), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_metric_of_the_page_is_told_once_and_has_a_type_before_its_values()
    {
        await using var bench = new PodBench(PodBench.Pod());
        using var prober = new Prober(bench.Runtime);
        using var certificates = new PodCertificates(null!, null!, static _ => { }, Random.Shared, bench.Clock);
        var workers = new PodWorkers(bench.Services);
        var options = new NodeAgentOptions { NodeName = "n1", Addresses = ["192.0.2.7"], RootFolder = bench.Folder, LogFolder = bench.Folder };
        using var stop = new CancellationTokenSource();
        workers.Begin(stop.Token);
        workers.Want(PodBench.Pod() is var pod ? pod with { Spec = pod.Spec with { Volumes = [new Volume { Name = "v", EmptyDir = new EmptyDirVolumeSource() }] } } : null!);
        var page = new AgentMetrics(workers, prober, certificates, bench.Services.Counts, [new RuntimeOperations(bench.Clock).Write], options, bench.Clock);
        await bench.UntilAsync(() => page.Agent().Contains("volume_manager_total_volumes{plugin_name=\"kubernetes.io/empty-dir\",state=\"actual_state_of_world\"} 1\n", StringComparison.Ordinal), "the volume");
        var text = page.Agent();
        await stop.CancelAsync();
        await workers.DrainAsync();
        var types = text.Split('\n').Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static l => l.Split(' ')[2]).ToList();
        Assert.Equal(types.Distinct(), types);
        foreach (var line in text.Split('\n').Where(static l => l.Length > 0 && l[0] != '#'))
        {
            var name = line.Split('{', ' ')[0];
            Assert.Contains(types, t => name == t || name == t + "_bucket" || name == t + "_sum" || name == t + "_count");
        }
        var series = text.Split('\n').Where(static l => l.Length > 0 && l[0] != '#').Select(static l => l[..l.LastIndexOf(' ')]).ToList();
        Assert.Equal(series.Distinct(), series);
        Assert.Contains("kubelet_active_pods{static=\"\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kubelet_working_pods{config=\"desired\",lifecycle=\"sync\",static=\"\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kubernetes_build_info{", text, StringComparison.Ordinal);
        Assert.Contains("process_open_fds ", text, StringComparison.Ordinal);
        Assert.Contains("storage_operation_duration_seconds_count{migrated=\"false\",operation_name=\"volume_mount\",status=\"success\",volume_plugin=\"kubernetes.io/empty-dir\"}", Text(bench.Services.Volumes.Counts.Write), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_of_the_runtime_are_counted_and_those_that_fail_twice()
    {
        var operations = new RuntimeOperations(TimeProvider.System);
        Assert.Equal(1, await operations.CountAsync("version", static () => Task.FromResult(1)));
        await Assert.ThrowsAsync<CriException>(() => operations.CountAsync<int>("pull_image", static () => throw new CriException(CriError.NotFound, "PullImage", null, "no such image")));
        var text = Text(operations.Write);
        Assert.Contains("kubelet_runtime_operations_total{operation_type=\"version\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kubelet_runtime_operations_total{operation_type=\"pull_image\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kubelet_runtime_operations_errors_total{operation_type=\"pull_image\"} 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("kubelet_runtime_operations_errors_total{operation_type=\"version\"}", text, StringComparison.Ordinal);
        Assert.Contains("kubelet_runtime_operations_duration_seconds_count{operation_type=\"pull_image\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Probes_are_counted_until_their_pod_is_gone()
    {
        using var prober = new Prober(new FakeRuntime(TimeProvider.System));
        prober.Count("Liveness", true, "web", PodBench.Pod(), TimeSpan.FromMilliseconds(20));
        Assert.Contains("prober_probe_total{container=\"web\",namespace=\"ns\",pod=\"pod\",pod_uid=\"u1\",probe_type=\"Liveness\",result=\"successful\"} 1\n", Text(prober.WriteMetrics), StringComparison.Ordinal);
        Assert.Contains("prober_probe_duration_seconds_bucket{container=\"web\",namespace=\"ns\",pod=\"pod\",probe_type=\"Liveness\",le=\"0.025\"} 1\n", Text(prober.WriteMetrics), StringComparison.Ordinal);
        prober.Forget("pod", "ns");
        Assert.DoesNotContain("web", Text(prober.WriteMetrics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/pv/mount", "kubernetes.io/csi")]
    [InlineData("/mnt/disk", "kubernetes.io/local-volume")]
    [InlineData("", "")]
    public void The_plug_in_of_a_claim_shows_in_its_path(string path, string expected) =>
        Assert.Equal(expected, VolumePlugins.NameOf(new Volume { Name = "v", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "c" } }, path));

    [Theory]
    [InlineData(1, "0-10MB")]
    [InlineData(10_000_001, "10MB-100MB")]
    [InlineData(200_000_000_000, "GT100GB")]
    public void Images_are_told_apart_by_size(long bytes, string expected) => Assert.Equal(expected, AgentCounts.SizeOf(bytes));
}
