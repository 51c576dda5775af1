using System.Diagnostics;
using System.Text.RegularExpressions;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>The lines of streams.txt, run in a shell with the stock kubectl and with ours ($K) against real pods: output, errors and exit codes are the same.</summary>
[Collection(ClusterCollection.Name)]
public sealed partial class StreamTests(LocalClusterFixture cluster)
{
    private const string Stock = "/usr/local/lib/kubesharp/bin/kubectl";
    private const int LineSecondsMax = 60;
    private static readonly string _folder = Path.Combine(LocalClusterFixture.Root, "tests/KubeSharp.Integration/Kubectl");

    [Fact]
    public async Task Streams_behave_as_with_the_stock_kubectl()
    {
        await cluster.KubectlAsync("create", "namespace", "streams");
        await cluster.KubectlAsync("-n", "streams", "apply", "-f", Path.Combine(_folder, "streams.yaml"));
        await cluster.KubectlAsync("-n", "streams", "wait", "--for=condition=Ready", "pod/one", "pod/two", "--timeout=180s");
        await cluster.KubectlAsync("-n", "streams", "wait", "--for=jsonpath={.status.phase}=Failed", "pod/done", "--timeout=180s");
        var differences = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(_folder, "streams.txt")))
        {
            if (line.Length == 0 || line[0] == '#') { continue; }
            var (stock, ours) = (await RunAsync(line, Stock), await RunAsync(line, $"{LocalClusterFixture.Binary} kubectl"));
            if (stock != ours) { differences.Add($"{line}\n--- stock: {stock}\n--- ours: {ours}"); }
        }
        await cluster.KubectlAsync("delete", "namespace", "streams", "--wait=false");
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private async Task<string> RunAsync(string line, string kubectl)
    {
        var home = Directory.CreateTempSubdirectory("kubectl-streams-").FullName;
        try
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
            (start.Environment["KUBECONFIG"], start.Environment["HOME"], start.Environment["K"]) = (cluster.Kubeconfig, home, $"{kubectl} -n streams");
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(LineSecondsMax));
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return Varying().Replace($"code {process.ExitCode}\n{await output}\n{await error}", "*");
        }
        finally { Directory.Delete(home, recursive: true); }
    }

    // Names made up, times, ids of containers, and what the client's log says.
    [GeneratedRegex(@"debugger-(\w+-)?\w{5}\b|\d{4}-\d\d-\d\dT[\d:]{8}(?:\.\d+)?Z|\b[0-9a-f]{64}\b|(?m:^[EWI]\d{4} .*\n)|kube-api-access-\w+|\b127\.0\.0\.1:\d+|\[::1\]:\d+|for \d{5}\b")]
    private static partial Regex Varying();
}
