using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>Probes and hooks that reach servers, and streams by the protocols of older and plainer clients.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeProbeTests(NodeCluster cluster) : NodePods(cluster)
{
    [Fact]
    public async Task A_container_stays_while_its_grpc_health_is_good_and_is_restarted_when_it_is_not()
    {
        var serving = true;
        var asked = 0;
        // The pod is on the node's network, so that a server of the test is one of its own.
        await using var health = await ServeAsync(HttpProtocols.Http2, async context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            // The answer's one field: 1 is serving, 2 is not.
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 0x08, (byte)(Volatile.Read(ref serving) ? 1 : 2) });
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: grpc-liveness }
            spec:
              hostNetwork: true
              terminationGracePeriodSeconds: 1
              containers: [{ name: c, image: "kubesharp.local/node:1", command: [sleep, "600"], livenessProbe: { grpc: { port: {{health.Port}} }, periodSeconds: 1, failureThreshold: 2 } }]
            """);
        await RunningAsync("grpc-liveness");
        await LocalClusterFixture.AwaitAsync(() => Task.FromResult(Volatile.Read(ref asked).ToString(System.Globalization.CultureInfo.InvariantCulture)), static said => int.Parse(said, System.Globalization.CultureInfo.InvariantCulture) >= 4);
        await ExpectAsync("grpc-liveness", "status.containerStatuses[c].restartCount=0");
        Volatile.Write(ref serving, false);
        await ExpectAsync("grpc-liveness", "status.containerStatuses[c].restartCount>=1");
        await DeleteAsync("grpc-liveness");
    }

    [Fact]
    public async Task A_probe_that_hangs_has_failed_and_leaves_no_process_behind()
    {
        await ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: { name: hanging-probe }
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{ name: c, image: "kubesharp.local/node:1", command: [sleep, "600"], readinessProbe: { exec: { command: [sleep, "7777"] }, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 1 } }]
            """);
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", "events", "--field-selector", "involvedObject.name=hanging-probe,reason=Unhealthy", "-o", "jsonpath={.items[*].count}"), static said => int.TryParse(said, out var count) && count >= 3);
        await ExpectAsync("hanging-probe", "status.phase=Running", "status.conditions[Ready].status=False", "status.containerStatuses[c].restartCount=0");
        // One may be under way while this looks.
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("exec", "hanging-probe", "--", "sh", "-c", "ps | grep -c '[s]leep 7777'; true"), static said => int.Parse(said, System.Globalization.CultureInfo.InvariantCulture) <= 1);
        await DeleteAsync("hanging-probe");
    }

    [Fact]
    public async Task Before_a_pod_ends_its_hooks_ask_a_server()
    {
        var asked = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var listener = await ServeAsync(HttpProtocols.Http1, context =>
        {
            asked.Enqueue($"{context.Request.Path} {context.Request.Headers["X-Who"]}");
            return context.Response.WriteAsync("ok");
        });
        var address = await Cluster.PodAsync("get", "node", Cluster.Name, "-o", "jsonpath={.status.addresses[0].address}");
        await ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: prestop }
            spec:
              terminationGracePeriodSeconds: 20
              containers:
                - { name: a, image: "kubesharp.local/node:1", command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"], lifecycle: { preStop: { httpGet: { host: {{address}}, port: {{listener.Port}}, path: /a, httpHeaders: [{ name: X-Who, value: hook }] } } } }
                - { name: b, image: "kubesharp.local/node:1", command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"], lifecycle: { preStop: { exec: { command: [wget, -q, -O-, "http://{{address}}:{{listener.Port}}/b"] } } } }
            """);
        await RunningAsync("prestop");
        Assert.Empty(asked);
        await Cluster.PodAsync("delete", "pod", "prestop", "--timeout=180s");
        Assert.Equal(["/a hook", "/b "], asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commands_and_logs_are_had_over_plain_web_sockets()
    {
        await RunAsync("sockets", "echo the container is alive; sleep 600");
        await using var proxy = await KubectlProxy.StartAsync(Cluster.Kubeconfig);
        var pod = $"/api/v1/namespaces/{NodeCluster.Namespace}/pods/sockets";
        foreach (var protocol in new[] { "channel.k8s.io", "v4.channel.k8s.io", "v5.channel.k8s.io" })
        {
            var messages = await proxy.ReadSocketAsync($"{pod}/exec?container=c&stdout=1&stderr=1&command=echo&command=remote&command=execution", protocol);
            Assert.Equal("remote execution\n", string.Concat(messages.Where(static m => m.Length > 1 && m[0] == 1).Select(static m => System.Text.Encoding.UTF8.GetString(m, 1, m.Length - 1))));
        }
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("logs", "sockets"), static said => said.Length > 0);
        var log = await proxy.ReadSocketAsync($"{pod}/log?container=c", "binary.k8s.io");
        Assert.Equal("the container is alive\n", string.Concat(log.Select(System.Text.Encoding.UTF8.GetString)));
        await DeleteAsync("sockets");
    }

    private static async Task<Listener> ServeAsync(HttpProtocols protocols, RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, 0, listen => listen.Protocols = protocols));
        var application = builder.Build();
        application.Run(handler);
        await application.StartAsync();
        return new Listener(application, new Uri(application.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)).Port);
    }

    private sealed record Listener(WebApplication Application, int Port) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Application.DisposeAsync();
    }
}
