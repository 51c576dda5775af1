using System.Text.RegularExpressions;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>kubectl drain on two real nodes: pods move, budgets hold, and what is said is what the stock kubectl says in the same place.</summary>
public sealed partial class DrainTests(TwoNodesFixture cluster) : IClassFixture<TwoNodesFixture>
{
    private const string Stock = "/usr/local/lib/kubesharp/bin/kubectl";

    // In this order: nothing allowed, part allowed, everything tried, a budget that holds until the time is up, deletion past it, and back.
    private static readonly string[] _steps =
    [
        "drain NODE",
        "drain NODE --force",
        "drain NODE --force --ignore-daemonsets --delete-emptydir-data --dry-run=client",
        "drain NODE --force --ignore-daemonsets --delete-emptydir-data --dry-run=server --pod-selector=app!=guarded",
        "drain NODE --ignore-daemonsets --pod-selector=app=every",
        "drain NODE --ignore-daemonsets --pod-selector=app=web",
        "drain NODE --force --ignore-daemonsets --delete-emptydir-data --timeout=3s",
        "drain NODE --force --ignore-daemonsets --disable-eviction --grace-period=0",
        "uncordon NODE",
    ];

    [Fact]
    public async Task Pods_leave_a_drained_node_as_with_the_stock_kubectl()
    {
        var (stock, ours) = (await DrainedAsync("drain-a", Stock), await DrainedAsync("drain-b", LocalClusterFixture.Binary, "kubectl"));
        for (var i = 0; i < _steps.Length; i++) { Assert.Equal($"{_steps[i]}\n{stock[i]}", $"{_steps[i]}\n{ours[i]}"); }
        Assert.Contains("DaemonSet-managed", ours[0], StringComparison.Ordinal);
        Assert.Contains("evicted pod/web-*", ours[5], StringComparison.Ordinal);
        Assert.Contains("budget.", ours[6], StringComparison.Ordinal);
        Assert.Contains("3s", ours[6], StringComparison.Ordinal);
        Assert.Contains("deleted pod/guarded", ours[7], StringComparison.Ordinal);
    }

    private async Task<List<string>> DrainedAsync(string ns, params string[] kubectl)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{ns}-{Environment.ProcessId}.yaml");
        await File.WriteAllTextAsync(file, Objects(cluster.SecondNode));
        await cluster.KubectlAsync("create", "namespace", ns);
        try
        {
            await cluster.KubectlAsync("-n", ns, "apply", "-f", file);
            await cluster.KubectlAsync("-n", ns, "wait", "--for=condition=Ready", "pod", "--all", "--timeout=180s");
            await LocalClusterFixture.AwaitAsync(() => cluster.KubectlAsync("-n", ns, "get", "pdb", "guard", "-o", "jsonpath={.status.currentHealthy}"), static said => said == "1");
            var said = new List<string>();
            foreach (var step in _steps)
            {
                var words = step.Replace("NODE", cluster.SecondNode, StringComparison.Ordinal).Split(' ');
                // What is told at the same time, and reasons of one line, come in any order.
                var (code, output) = await cluster.ExecuteAsync(kubectl[0], [.. kubectl[1..], .. words]);
                said.Add($"code {code}\n{string.Join('\n', Made().Replace(output.Replace(ns, "NS", StringComparison.Ordinal), "-*").Split('\n').Select(static l => string.Join(' ', l.Split([' ', ',', ';', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal))}");
                if (step.StartsWith("drain", StringComparison.Ordinal)) { Assert.Equal("true", await cluster.KubectlAsync("get", "node", cluster.SecondNode, "-o", "jsonpath={.spec.unschedulable}")); }
            }
            // The web pods are whole again, elsewhere; the daemon set's pod never left.
            await cluster.KubectlAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=180s");
            Assert.DoesNotContain(cluster.SecondNode, await cluster.KubectlAsync("-n", ns, "get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].spec.nodeName}"), StringComparison.Ordinal);
            Assert.Contains(cluster.SecondNode, await cluster.KubectlAsync("-n", ns, "get", "pods", "-l", "app=every", "-o", "jsonpath={.items[*].spec.nodeName}"), StringComparison.Ordinal);
            return said;
        }
        finally
        {
            File.Delete(file);
            await cluster.KubectlAsync("uncordon", cluster.SecondNode);
            await cluster.KubectlAsync("delete", "namespace", ns, "--timeout=180s");
        }
    }

    // Two pods of a deployment, one held at the node by its name's order; a daemon set's; and three that nobody brings back: plain, with data, under a budget.
    private static string Objects(string node)
    {
        const string Container = """terminationGracePeriodSeconds: 0, containers: [{name: c, image: "kubesharp.local/busybox:1", command: [sleep, "100000"]}]""";
        string Lone(string name, string more = "") => $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: {{name}}, labels: {app: {{name}}} }
            spec: {nodeName: {{node}}, {{Container}}{{more}} }
            ---

            """;
        return Lone("lone") + Lone("data", ", volumes: [{name: v, emptyDir: {}}]") + Lone("guarded") + $$$$"""
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: guard}
            spec: {minAvailable: 1, selector: {matchLabels: {app: guarded}}}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: every}
            spec:
              selector: {matchLabels: {app: every}}
              template: {metadata: {labels: {app: every}}, spec: { {{{{Container}}}}, tolerations: [{operator: Exists}]} }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: { {{{{Container}}}}, topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]}
            """;
    }

    // The ends of names that controllers make up.
    [GeneratedRegex("(?<=web)-[a-z0-9]+-[a-z0-9]{5}\\b|(?<=every)-[a-z0-9]{5}\\b")]
    private static partial Regex Made();
}
