using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Clients;

/// <summary>An operator written with the official C# client (examples/operator), as its own service account, beside a real cluster: custom resources, conversion and validation over TLS, owners, finalizer, leader election.</summary>
[Collection(ClusterCollection.Name)]
public sealed class OperatorTests(LocalClusterFixture cluster) : IAsyncLifetime
{
    private const string Space = "sites", Site = "website/hello";
    private static readonly string _folder = Path.Combine(LocalClusterFixture.Root, "examples/operator");
    private readonly string _kubeconfig = Path.GetTempFileName();
    private readonly List<Process> _operators = [];

    public async Task InitializeAsync()
    {
        await cluster.KubectlAsync("apply", "-f", Path.Combine(_folder, "operator.yaml"));
        await cluster.KubectlAsync("create", "namespace", Space);
        var token = (await cluster.KubectlAsync("-n", "website-operator", "create", "token", "website-operator")).Trim();
        File.Copy(cluster.Kubeconfig, _kubeconfig, overwrite: true);
        // Of the administrator's file only where the cluster is stays.
        await cluster.KubectlAsync("--kubeconfig", _kubeconfig, "config", "set-credentials", "operator", "--token", token);
        await cluster.KubectlAsync("--kubeconfig", _kubeconfig, "config", "set-context", "--current", "--user", "operator");
    }

    public async Task DisposeAsync()
    {
        // While somebody is there to take its finalizer off.
        await cluster.ExecuteAsync("/usr/local/lib/kubesharp/bin/kubectl", ["-n", Space, "delete", "websites", "--all", "--timeout=30s"]);
        foreach (var running in _operators) { await EndAsync(running); }
        File.Delete(_kubeconfig);
        await cluster.KubectlAsync("delete", "namespace", Space, "--timeout=180s");
        await cluster.KubectlAsync("delete", "validatingwebhookconfiguration", "websites.example.com");
        await cluster.KubectlAsync("delete", "-f", Path.Combine(_folder, "operator.yaml"), "--timeout=180s");
    }

    [Fact]
    public async Task Websites_become_pods_and_services_are_converted_and_refused_and_go_with_a_farewell()
    {
        var (leader, log) = Start();
        await AwaitLeadAsync(log);
        await cluster.KubectlAsync("-n", Space, "apply", "-f", Path.Combine(_folder, "website.yaml"));
        await cluster.KubectlAsync("-n", Space, "wait", "--for=condition=Ready", Site, "--timeout=180s");
        Assert.Equal("Hello from a custom resource", (await cluster.KubectlAsync("get", "--raw", $"/api/v1/namespaces/{Space}/services/hello/proxy/index.html")).Trim());
        await cluster.KubectlAsync("-n", Space, "scale", Site, "--replicas=2");
        await ReadyAsync("2");
        Assert.Equal(["NAME", "TEXT", "WANTED", "READY", "hello", "Hello", "from", "a", "custom", "resource", "2", "2"], (await cluster.KubectlAsync("-n", Space, "get", "site")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        await TheOlderVersionIsReadAndWrittenAsync();
        Assert.Contains("admission webhook \"websites.example.com\" denied the request: spec.page.text: scripts are not served here", await PatchRefusedAsync("""{"spec":{"page":{"text":"<script>"}}}"""));
        Assert.Contains("an image is needed", await PatchRefusedAsync("""{"spec":{"image":""}}"""));
        await AnotherTakesOverAsync(leader);
        await cluster.KubectlAsync("-n", Space, "delete", Site, "--timeout=180s");
        Assert.Equal("Good bye", await cluster.KubectlAsync("-n", Space, "get", "configmap", "farewell-hello", "-o", "jsonpath={.data.text}"));
        await LocalClusterFixture.AwaitAsync(() => cluster.KubectlAsync("-n", Space, "get", "deployment,service,pod", "-o", "name"), static left => left.Length == 0);
    }

    private async Task TheOlderVersionIsReadAndWrittenAsync()
    {
        const string Old = "website.v1alpha1.example.com/hello";
        Assert.StartsWith("Hello from a custom resource", await cluster.KubectlAsync("-n", Space, "get", Old, "-o", "jsonpath={.spec.text}{.spec.page}"), StringComparison.Ordinal);
        var said = await cluster.KubectlAsync("-n", Space, "patch", Old, "--type", "merge", "-p", """{"spec":{"text":"Good bye"}}""");
        Assert.Contains("Warning: example.com/v1alpha1 Website is deprecated; use example.com/v1 Website", said);
        Assert.Equal("Good bye", await cluster.KubectlAsync("-n", Space, "get", Site, "-o", "jsonpath={.spec.page.text}{.spec.text}"));
    }

    // The leader is killed, so that nothing is handed over; the other one was there before and had to wait.
    private async Task AnotherTakesOverAsync(Process leader)
    {
        var (_, log) = Start();
        await EndAsync(leader);
        _operators.Remove(leader);
        await AwaitLeadAsync(log);
        await cluster.KubectlAsync("-n", Space, "scale", Site, "--replicas=1");
        await ReadyAsync("1");
    }

    private Task<string> ReadyAsync(string count) => cluster.KubectlAsync("-n", Space, "wait", $"--for=jsonpath={{.status.readyReplicas}}={count}", Site, "--timeout=180s");

    private Task<string> PatchRefusedAsync(string patch) => cluster.KubectlRefusedAsync("-n", Space, "patch", Site, "--type", "merge", "-p", patch);

    private (Process Operator, List<string> Log) Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_folder, "bin/Debug/net10.0/operator.dll"), $"https://localhost:{FreePort.Take()}/"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = _kubeconfig;
        var running = Process.Start(start)!;
        _operators.Add(running);
        var log = new List<string>();
        foreach (var stream in (StreamReader[])[running.StandardOutput, running.StandardError]) { _ = ReadAsync(stream, log); }
        return (running, log);
    }

    private static async Task ReadAsync(StreamReader stream, List<string> log)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (log) { log.Add(line); }
        }
    }

    private static Task<string> AwaitLeadAsync(List<string> log) => LocalClusterFixture.AwaitAsync(() =>
    {
        lock (log) { return Task.FromResult(string.Join('\n', log)); }
    }, static said => said.Contains("leading", StringComparison.Ordinal));

    private static async Task EndAsync(Process running)
    {
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
    }
}
