using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>What the conformance suite asks of the stock kubectl on a cluster.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ConformanceTests(LocalClusterFixture cluster)
{
    private const string Stock = "/usr/local/lib/kubesharp/bin/kubectl";
    private const string Image = "kubesharp.local/busybox:1";
    private const string Controller = """
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: primary, labels: {app: demo, role: primary}}
        spec:
          replicas: 1
          selector: {app: demo, role: primary}
          template:
            metadata: {labels: {app: demo, role: primary}}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: main, image: "kubesharp.local/busybox:1", command: [sh, -c, "echo one; echo two; exec httpd -f -p 6379"], ports: [{name: web, containerPort: 6379}]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: primary, labels: {app: demo, role: primary}}
        spec: {selector: {app: demo, role: primary}, ports: [{port: 6379, targetPort: web}]}
        """;

    private async Task InNamespaceAsync(string ns, Func<Func<string[], Task<string>>, string, Task> test)
    {
        var folder = Directory.CreateTempSubdirectory("kubectl-conformance-").FullName;
        await cluster.KubectlAsync("create", "namespace", ns);
        try { await test(words => cluster.KubectlAsync(["-n", ns, .. words]), folder); }
        finally
        {
            Directory.Delete(folder, recursive: true);
            await cluster.KubectlAsync("delete", "namespace", ns, "--wait=false");
        }
    }

    private static async Task<string> RunsAsync(Func<string[], Task<string>> kubectl, string folder)
    {
        var file = Path.Combine(folder, "rc.yaml");
        await File.WriteAllTextAsync(file, Controller);
        await kubectl(["create", "-f", file]);
        await kubectl(["wait", "--for=jsonpath={.status.readyReplicas}=1", "rc/primary", "--timeout=180s"]);
        return (await kubectl(["get", "pods", "-l", "app=demo", "-o", "name"])).Trim();
    }

    [Fact]
    public async Task Versions_and_the_control_plane_are_told()
    {
        Assert.Contains("v1", (await cluster.KubectlAsync("api-versions")).Split('\n'));
        Assert.Contains("Kubernetes control plane is running at", await cluster.KubectlAsync("cluster-info"));
        var version = await cluster.KubectlAsync("version");
        Assert.Contains("Client Version", version);
        Assert.Contains("Server Version", version);
    }

    [Fact]
    public Task A_replication_controller_is_described_exposed_patched_scaled_and_its_log_read() => InNamespaceAsync("cli-rc", async (kubectl, folder) =>
    {
        var pod = await RunsAsync(kubectl, folder);
        var text = await kubectl(["describe", pod]);
        foreach (var line in new[] { "Name:", "Namespace:", "app=demo", "role=primary", "Status:", "Running", "IP:", "Controlled By:", "ReplicationController/primary", "Image:", "State:" }) { Assert.Contains(line, text); }
        text = await kubectl(["describe", "rc", "primary"]);
        foreach (var line in new[] { "Selector:", "app=demo,role=primary", "1 current / 1 desired", "1 Running / 0 Waiting / 0 Succeeded / 0 Failed", "Pod Template:", "Image:", "Events:" }) { Assert.Contains(line, text); }
        text = await kubectl(["describe", "service", "primary"]);
        foreach (var line in new[] { "Selector:", "ClusterIP", "IP:", "<unset>", "6379/TCP", "Endpoints:", "Session Affinity:" }) { Assert.Contains(line, text); }
        text = await kubectl(["describe", "node", cluster.ClusterName]);
        foreach (var line in new[] { "Name:", "Labels:", "Annotations:", "CreationTimestamp:", "Conditions:", "LastHeartbeatTime", "Addresses:", "Capacity:", "Kernel Version", "Kubelet Version", "Allocated resources:" }) { Assert.Contains(line, text); }
        Assert.Contains("Active", await kubectl(["describe", "namespace", "cli-rc"]));

        await kubectl(["expose", "rc", "primary", "--name=rm2", "--port=1234", "--target-port=6379"]);
        await kubectl(["expose", "service", "rm2", "--name=rm3", "--port=2345", "--target-port=6379"]);
        foreach (var service in new[] { "rm2", "rm3" })
        {
            await LocalClusterFixture.AwaitAsync(() => kubectl(["get", "endpointslices", "-l", $"kubernetes.io/service-name={service}", "-o", "jsonpath={.items[*].endpoints[*].addresses}/{.items[*].ports[*].port}"]), static said => said.Contains("10.", StringComparison.Ordinal) && said.Contains("6379", StringComparison.Ordinal));
        }

        await kubectl(["patch", pod, "-p", """{"metadata":{"annotations":{"x":"y"}}}"""]);
        Assert.Equal("y", await kubectl(["get", pod, "-o", "jsonpath={.metadata.annotations.x}"]));
        await kubectl(["label", pod, "testing-label=value"]);
        Assert.Contains("value", await kubectl(["get", pod, "-L", "testing-label"]));
        await kubectl(["label", pod, "testing-label-"]);
        Assert.DoesNotContain("value", await kubectl(["get", pod, "-L", "testing-label"]));

        Assert.Equal("two\n", await kubectl(["logs", pod, "-c", "main", "--tail=1"]));
        Assert.Equal("o", await kubectl(["logs", pod, "-c", "main", "--limit-bytes=1"]));
        var stamped = (await kubectl(["logs", pod, "--tail=1", "--timestamps"])).Split(' ');
        Assert.True(DateTimeOffset.TryParse(stamped[0], CultureInfo.InvariantCulture, out _), stamped[0]);
        Assert.Equal(2, (await kubectl(["logs", pod, "--since=24h"])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        await kubectl(["scale", "rc", "primary", "--replicas=2", "--timeout=180s"]);
        await LocalClusterFixture.AwaitAsync(() => kubectl(["get", "pods", "-l", "app=demo", "-o", "template", "--template={{range.items}}{{if (exists . \"status\" \"containerStatuses\")}}{{range .status.containerStatuses}}{{if (exists . \"state\" \"running\")}}R{{end}}{{end}}{{end}}{{end}}"]), static said => said == "RR");
        await kubectl(["scale", "rc", "primary", "--replicas=1", "--timeout=180s"]);
        await kubectl(["delete", "rc", "primary", "--grace-period=0", "--force"]);
        await LocalClusterFixture.AwaitAsync(() => kubectl(["get", "pods", "-l", "app=demo", "-o", "name"]), static said => !said.Contains("pod/", StringComparison.Ordinal));
    });

    [Fact]
    public Task A_deployment_is_compared_with_what_it_would_be() => InNamespaceAsync("cli-diff", async (kubectl, folder) =>
    {
        var file = Path.Combine(folder, "d.yaml");
        await File.WriteAllTextAsync(file, await kubectl(["create", "deployment", "d", $"--image={Image}", "--replicas=0", "--dry-run=client", "-o", "yaml"]));
        await kubectl(["create", "-f", file]);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("busybox:1", "busybox:2", StringComparison.Ordinal));
        var (code, said) = await cluster.ExecuteAsync(Stock, ["-n", "cli-diff", "diff", "-f", file]);
        Assert.Equal(1, code);
        Assert.Contains("-      - image: kubesharp.local/busybox:1", said);
        Assert.Contains("+      - image: kubesharp.local/busybox:2", said);
    });

    [Fact]
    public Task A_pod_is_run_replaced_and_changed_without_effect() => InNamespaceAsync("cli-pod", async (kubectl, folder) =>
    {
        await kubectl(["run", "web", $"--image={Image}", "--restart=Never", "--labels=run=web", "--", "sleep", "1000"]);
        Assert.Equal("Never", await kubectl(["get", "pod", "web", "-o", "jsonpath={.spec.restartPolicy}"]));
        await kubectl(["wait", "--for=condition=Ready", "pod/web", "--timeout=180s"]);
        await kubectl(["patch", "pod", "web", "-p", """{"spec":{"containers":[{"name":"web","image":"busybox:5"}]}}""", "--dry-run=server"]);
        Assert.Equal(Image, await kubectl(["get", "pod", "web", "-o", "jsonpath={.spec.containers[0].image}"]));
        var file = Path.Combine(folder, "pod.json");
        await File.WriteAllTextAsync(file, (await kubectl(["get", "pod", "web", "-o", "json"])).Replace($"\"image\": \"{Image}\"", "\"image\": \"kubesharp.local/other:1\"", StringComparison.Ordinal));
        await kubectl(["replace", "-f", file]);
        Assert.Equal("kubesharp.local/other:1", await kubectl(["get", "pod", "web", "-o", "jsonpath={.spec.containers[0].image}"]));
    });

    [Theory]
    [InlineData("-p", "0")]
    [InlineData("--unix-socket=SOCKET", "--disable-filter")]
    public async Task The_proxy_serves_the_api(params string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("kubectl-proxy-").FullName;
        var socket = Path.Combine(folder, "s");
        var start = new ProcessStartInfo(Stock, ["proxy", .. words.Select(w => w.Replace("SOCKET", socket, StringComparison.Ordinal))]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = cluster.Kubeconfig;
        using var process = Process.Start(start)!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var first = await process.StandardOutput.ReadLineAsync(limit.Token);
            Assert.StartsWith("Starting to serve on", first);
            using var http = new HttpClient(Handler(File.Exists(socket) ? socket : null));
            Assert.Contains("\"versions\"", await http.GetStringAsync(File.Exists(socket) ? "http://localhost/api/" : $"http://{first!.Split(' ')[^1]}/api/", limit.Token));
        }
        finally
        {
            process.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SocketsHttpHandler Handler(string? path)
    {
        var handler = new SocketsHttpHandler();
        if (path is null) { return handler; }
        handler.ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return handler;
    }
}
