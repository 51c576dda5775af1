using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Clients;

/// <summary>The official C# client (NuGet KubernetesClient) on a real cluster: objects, lists, watches, patches, refusals, logs and exec.</summary>
[Collection(ClusterCollection.Name)]
public sealed class OfficialClientTests(LocalClusterFixture cluster) : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly Kubernetes _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubeconfig));

    // Each test has a namespace of its own.
    private string Space { get; set; } = "";

    public async Task InitializeAsync() => Space = (await _client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { GenerateName = "official-client-" } })).Metadata.Name;

    public async Task DisposeAsync()
    {
        await _client.CoreV1.DeleteNamespaceAsync(Space);
        _client.Dispose();
    }

    [Fact]
    public async Task Objects_are_made_read_patched_listed_and_deleted()
    {
        var made = await _client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "a", Labels = new Dictionary<string, string> { ["team"] = "x" } }, Data = new Dictionary<string, string> { ["k"] = "1" } }, Space);
        Assert.NotNull(made.Metadata.Uid);
        var patch = new V1Patch("""{"data":{"k":"2"}}""", V1Patch.PatchType.MergePatch);
        Assert.Equal("2", (await _client.CoreV1.PatchNamespacedConfigMapAsync(patch, "a", Space)).Data["k"]);
        Assert.Equal("a", Assert.Single((await _client.CoreV1.ListNamespacedConfigMapAsync(Space, labelSelector: "team=x")).Items).Metadata.Name);
        await _client.CoreV1.DeleteNamespacedConfigMapAsync("a", Space);
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(() => _client.CoreV1.ReadNamespacedConfigMapAsync("a", Space));
        Assert.Equal(404, (int)refusal.Response.StatusCode);
    }

    [Fact]
    public async Task A_stale_write_is_a_conflict()
    {
        var first = await _client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "stale" } }, Space);
        await _client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"k":"2"}}""", V1Patch.PatchType.MergePatch), "stale", Space);
        first.Data = new Dictionary<string, string> { ["k"] = "3" };
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(() => _client.CoreV1.ReplaceNamespacedConfigMapAsync(first, "stale", Space));
        Assert.Equal(409, (int)refusal.Response.StatusCode);
    }

    [Fact]
    public async Task A_pod_runs_its_watch_sees_it_and_its_log_and_exec_answer()
    {
        using var limit = new CancellationTokenSource(_patience);
        await AwaitAccountAsync(limit.Token);
        await _client.CoreV1.CreateNamespacedPodAsync(new V1Pod
        {
            Metadata = new() { Name = "p" },
            Spec = new() { TerminationGracePeriodSeconds = 0, Containers = [new V1Container { Name = "c", Image = "kubesharp.local/busybox:1", Command = ["sh", "-c", "echo said; sleep 600"] }] },
        }, Space, cancellationToken: limit.Token);
        await foreach (var (_, pod) in _client.CoreV1.WatchListNamespacedPodAsync(Space, cancellationToken: limit.Token))
        {
            if (pod.Status.Phase == "Running") { break; }
        }
        Assert.Equal("said", await LocalClusterFixture.AwaitAsync(ReadLogAsync, static log => log == "said"));
        using var socket = await _client.WebSocketNamespacedPodExecAsync("p", Space, ["echo", "hi"], "c", tty: false, cancellationToken: limit.Token);
        using var demuxer = new StreamDemuxer(socket);
        demuxer.Start();
        using var output = new StreamReader(demuxer.GetStream(1, null));
        Assert.Equal("hi", await output.ReadLineAsync(limit.Token));
    }

    private async Task<string> ReadLogAsync()
    {
        using var reader = new StreamReader(await _client.CoreV1.ReadNamespacedPodLogAsync("p", Space));
        return (await reader.ReadToEndAsync()).Trim();
    }

    private async Task AwaitAccountAsync(CancellationToken cancellation)
    {
        await foreach (var (_, account) in _client.CoreV1.WatchListNamespacedServiceAccountAsync(Space, cancellationToken: cancellation))
        {
            if (account.Metadata.Name == "default") { return; }
        }
    }
}
