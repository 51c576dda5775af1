using System.Diagnostics;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>The source document's example on a real cluster, driven by the stock kubectl, as the README tells it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ExampleTests(LocalClusterFixture cluster)
{
    private static readonly string _manifest = Path.Combine(LocalClusterFixture.Root, "examples/myapp/myapp.yaml");

    [Fact]
    public async Task The_example_runs_survives_a_kill_and_is_cleared_away()
    {
        Assert.Contains("True", await cluster.KubectlAsync("get", "nodes", "-o", "jsonpath={.items[0].status.conditions[?(@.type==\"Ready\")].status}"));
        await cluster.KubectlAsync("apply", "-f", _manifest);
        await cluster.KubectlAsync("-n", "myapp", "rollout", "status", "deploy/backend", "--timeout=180s");
        await cluster.KubectlAsync("-n", "myapp", "rollout", "status", "deploy/frontend", "--timeout=180s");
        await cluster.KubectlAsync("-n", "myapp", "wait", "--for=condition=complete", "job/ask", "--timeout=180s");
        await RequestsSpreadOverBothBackEndsAsync();
        await TheHelperContainerShipsTheLogAsync();
        await TheSecretIsMountedAsync();
        await NamesResolveInTheClusterAsync();
        await PodsSurviveAKillAsync();
        await AnUpdateRollsAndIsUndoneAsync();
        await cluster.KubectlAsync("delete", "-f", _manifest, "--timeout=180s");
        Assert.Contains("NotFound", await cluster.KubectlRefusedAsync("get", "namespace", "myapp"));
    }

    [Fact]
    public async Task Bad_input_gets_upstreams_answers()
    {
        Assert.Contains("Forbidden", await cluster.KubectlRefusedAsync("get", "pods", "--as", "mallory"));
        Assert.Contains("namespaces \"nowhere\" not found", await cluster.KubectlRefusedAsync("-n", "nowhere", "create", "configmap", "a"));
        Assert.Contains("is invalid", await cluster.KubectlRefusedAsync("create", "configmap", "No_Name"));
        await cluster.KubectlAsync("create", "configmap", "twice");
        Assert.Contains("already exists", await cluster.KubectlRefusedAsync("create", "configmap", "twice"));
        Assert.Contains("doesn't have a resource type", await cluster.KubectlRefusedAsync("get", "nonsense"));
    }

    private async Task RequestsSpreadOverBothBackEndsAsync()
    {
        var answers = new HashSet<string>();
        await LocalClusterFixture.AwaitAsync(async () =>
        {
            answers.Add(await AskFrontEndAsync());
            return string.Join(' ', answers);
        }, _ => answers.Count(static a => a.Contains("-> backend backend-", StringComparison.Ordinal)) == 2);
        Assert.All(answers, static a => Assert.Contains("hello from the config map", a));
    }

    private Task<string> AskFrontEndAsync() => cluster.KubectlAsync("-n", "myapp", "exec", "deploy/frontend", "-c", "frontend", "--", "wget", "-q", "-O", "-", "http://localhost:8080/cgi-bin/index");

    private Task TheHelperContainerShipsTheLogAsync() =>
        LocalClusterFixture.AwaitAsync(() => cluster.KubectlAsync("-n", "myapp", "logs", "deploy/frontend", "-c", "log-shipper"), static log => log.Contains("asked: backend", StringComparison.Ordinal));

    private async Task TheSecretIsMountedAsync() => Assert.Contains("swordfish", await cluster.KubectlAsync("-n", "myapp", "exec", "deploy/backend", "--", "cat", "/etc/password/password"));

    private async Task NamesResolveInTheClusterAsync()
    {
        var ip = await cluster.KubectlAsync("-n", "myapp", "get", "service", "backend-service", "-o", "jsonpath={.spec.clusterIP}");
        Assert.Contains(ip, await cluster.KubectlAsync("-n", "myapp", "exec", "deploy/frontend", "-c", "frontend", "--", "nslookup", "backend-service.myapp.svc.cluster.local"));
    }

    private async Task PodsSurviveAKillAsync()
    {
        const string shown = "jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].containerID};{end}";
        var before = await cluster.KubectlAsync("-n", "myapp", "get", "pods", "-l", "app=myapp", "-o", shown);
        var said = await cluster.RunAsync(LocalClusterFixture.Binary, "status", "-p", LocalClusterFixture.Name);
        var id = int.Parse(said.Split("process ")[1].Split(')')[0], System.Globalization.CultureInfo.InvariantCulture);
        Process.GetProcessById(id).Kill();
        await LocalClusterFixture.AwaitAsync(() => Task.FromResult(Directory.Exists($"/proc/{id}") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal) ? "lives" : "gone"), static s => s == "gone");
        await cluster.StartAsync();
        Assert.Equal(before, await cluster.KubectlAsync("-n", "myapp", "get", "pods", "-l", "app=myapp", "-o", shown));
        Assert.Contains("-> backend", await LocalClusterFixture.AwaitAsync(AskFrontEndAsync, static a => a.Contains("-> backend", StringComparison.Ordinal)));
    }

    private async Task AnUpdateRollsAndIsUndoneAsync()
    {
        await cluster.KubectlAsync("-n", "myapp", "set", "env", "deploy/backend", "GREETING-", "WHO=me");
        await cluster.KubectlAsync("-n", "myapp", "rollout", "status", "deploy/backend", "--timeout=180s");
        await cluster.KubectlAsync("-n", "myapp", "rollout", "undo", "deploy/backend");
        await cluster.KubectlAsync("-n", "myapp", "rollout", "status", "deploy/backend", "--timeout=180s");
        Assert.Contains("hello from the config map", await LocalClusterFixture.AwaitAsync(AskFrontEndAsync, static a => a.Contains("hello", StringComparison.Ordinal)));
    }
}
