using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>
/// Each pod of the manifests becomes what its annotations say: kubesharp.test/phase, /status (lines of <see cref="PodExpectation"/>) and /log
/// (lines that its log holds). kubesharp.test/shows names the conformance behaviours that it shows.
/// </summary>
public abstract class ManifestTests(NodeCluster cluster)
{
    private const string Prefix = "kubesharp.test/";

    /// <summary>File and name of each pod of these manifests.</summary>
    protected static TheoryData<string, string> PodsOf(params string[] files)
    {
        var rows = new TheoryData<string, string>();
        foreach (var file in files)
        {
            foreach (var pod in Documents(file)) { rows.Add(file, pod.TextAt("metadata", "name")!); }
        }
        return rows;
    }

    /// <summary>Waits until the pod is as its annotations say.</summary>
    protected async Task BecomesAsync(string file, string name)
    {
        var expected = Documents(file).Single(p => p.TextAt("metadata", "name") == name).At("metadata", "annotations")!;
        var statuses = Lines(expected, "status").Select(PodExpectation.Parse).ToList();
        if (expected.TextAt(Prefix + "phase") is { } phase) { statuses.Add(new PodExpectation("status.phase", "=", phase)); }
        await LocalClusterFixture.AwaitAsync(async () =>
        {
            var pod = await cluster.GetAsync("pod", name);
            var violations = statuses.Select(s => s.Violation(pod)).OfType<string>().ToList();
            if (violations.Count == 0 && expected.TextAt(Prefix + "log") is not null) { violations = await LackingAsync(pod, Lines(expected, "log")); }
            return violations.Count == 0 ? "" : string.Join('\n', violations) + '\n' + pod.At("status");
        }, static said => said.Length == 0);
    }

    private async Task<List<string>> LackingAsync(Node pod, IEnumerable<string> lines)
    {
        // A refusal while the node comes back counts as a log that lacks all.
        var (_, log) = await cluster.ExecuteAsync("/usr/local/lib/kubesharp/bin/kubectl", ["-n", NodeCluster.Namespace, "logs", pod.TextAt("metadata", "name")!, "--all-containers"]);
        var found = new List<string>();
        foreach (var line in lines)
        {
            var wanted = line.Contains("$(", StringComparison.Ordinal) ? await FilledAsync(line, pod) : line;
            if (!log.Contains(wanted, StringComparison.Ordinal)) { found.Add($"the log lacks \"{wanted}\": {log}"); }
        }
        return found;
    }

    private async Task<string> FilledAsync(string line, Node pod)
    {
        async Task<string> NodeAsync(string path) => await cluster.PodAsync("get", "node", cluster.Name, "-o", $"jsonpath={{.status.allocatable.{path}}}");
        if (line.Contains("$(node.", StringComparison.Ordinal))
        {
            var memory = KubeSharp.Machinery.Quantities.Quantity.Parse(await NodeAsync("memory")).Value;
            line = line.Replace("$(node.cpu)", await NodeAsync("cpu"), StringComparison.Ordinal).Replace("$(node.memory)", memory.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
        if (line.Contains("$(service)", StringComparison.Ordinal))
        {
            line = line.Replace("$(service)", await cluster.PodAsync("get", "service", "fooservice", "-o", "jsonpath={.spec.clusterIP}"), StringComparison.Ordinal);
        }
        return line.Replace("$(uid)", pod.TextAt("metadata", "uid"), StringComparison.Ordinal)
            .Replace("$(hostIP)", pod.TextAt("status", "hostIP"), StringComparison.Ordinal).Replace("$(podIP)", pod.TextAt("status", "podIP"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(Node annotations, string name) =>
        (annotations.TextAt(Prefix + name) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Node> Documents(string file) => Yaml.ReadAll(File.ReadAllText(Path.Combine(NodeCluster.Manifests, $"{file}.yaml")));
}
