using System.Diagnostics;
using System.Text.RegularExpressions;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>
/// What upstream's command-line test scripts do, a table a script (folder scripts): each line is run by a shell with the stock kubectl and with ours
/// against one cluster, each in a namespace of its own. Output, errors and exit codes are the same but for ages, uids, versions and addresses.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed partial class ScriptTests(LocalClusterFixture cluster)
{
    private const string Stock = "/usr/local/lib/kubesharp/bin/kubectl";
    private const int LineSecondsMax = 60;
    private const int ReadsMax = 50, ReadMilliseconds = 200;
    private static readonly string _folder = Path.Combine(LocalClusterFixture.Root, "tests/KubeSharp.Integration/Kubectl/scripts");

    /// <summary>The tables.</summary>
    public static TheoryData<string> Tables => [.. Directory.EnumerateFiles(_folder, "*.txt").Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Scripts_see_the_same_of_both(string table)
    {
        var name = Path.GetFileNameWithoutExtension(table);
        var (stock, ours) = (new Place(Stock, $"side-a-{name}"), new Place($"{LocalClusterFixture.Binary} kubectl", $"side-b-{name}"));
        var differences = new List<string>();
        try
        {
            foreach (var place in new[] { stock, ours }) { await cluster.KubectlAsync("create", "namespace", place.Namespace); }
            foreach (var line in await File.ReadAllLinesAsync(Path.Combine(_folder, table)))
            {
                if (line.Length == 0 || line[0] == '#') { continue; }
                var said = await Task.WhenAll(RunAsync(line, stock), RunAsync(line, ours));
                // Two namespaces settle each in its own time: what only reads is asked again until both stand alike.
                for (var again = 0; said[0] != said[1] && Reads().IsMatch(line) && again < ReadsMax; again++)
                {
                    await Task.Delay(ReadMilliseconds);
                    said = await Task.WhenAll(RunAsync(line, stock), RunAsync(line, ours));
                }
                if (said[0] != said[1]) { differences.Add($"{line}\n--- stock: {said[0]}\n--- ours: {said[1]}"); }
            }
        }
        finally
        {
            foreach (var place in new[] { stock, ours })
            {
                await cluster.KubectlAsync("delete", "namespace", place.Namespace, "--wait=false");
                Directory.Delete(place.Home, recursive: true);
            }
        }
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private async Task<string> RunAsync(string line, Place place)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = place.Home };
        foreach (var (variable, value) in new[] { ("KUBECONFIG", cluster.Kubeconfig), ("HOME", place.Home), ("TMPDIR", place.Home), ("K", $"{place.Kubectl} -n {place.Namespace}"), ("KUBECTL", place.Kubectl), ("NS", place.Namespace), ("O", Path.Combine(_folder, "objects")) })
        {
            start.Environment[variable] = value;
        }
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(LineSecondsMax));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try { await process.WaitForExitAsync(limit.Token); }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return "it did not end";
        }
        return Normal($"code {process.ExitCode}\n{await output}\n{await error}", place);
    }

    private static string Normal(string text, Place place)
    {
        text = Varying().Replace(LogLine().Replace(text, "").Replace(place.Namespace, "NS", StringComparison.Ordinal).Replace(place.Home, "HOME", StringComparison.Ordinal), "*");
        return Spaces().Replace(text, " ").TrimEnd();
    }

    /// <summary>One of the two: which kubectl, in which namespace, with a home and working folder of its own.</summary>
    private sealed record Place(string Kubectl, string Namespace)
    {
        public string Home { get; } = Directory.CreateTempSubdirectory("kubectl-scripts-").FullName;
    }

    // A line of reads alone.
    [GeneratedRegex(@"^\$K(?:UBECTL)? (?:get|describe) [^;&]*$")]
    private static partial Regex Reads();

    // What the client's log says.
    [GeneratedRegex(@"(?m:^[EWI]\d{4} .*\n)")]
    private static partial Regex LogLine();

    // Revisions, times, uids, names made up, addresses and ports given by the cluster, ages.
    [GeneratedRegex(@"Resource Version: +\d+|\d{4}-\d\d-\d\d [\d:]{8} \+0000 UTC|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|resourceVersion""?: ?""?\d*""?|\d{4}-\d\d-\d\dT[\d:]{8}(?:\.\d+)?Z|\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000|10\.\d+\.\d+\.\d+|\b(?:\d+m)?\d+m?s\b|\b\d+[ms]\b|kube-api-access-\w+|\b3[0-2]\d{3}\b|pod-template-hash[=:] ?\w+|debugger-(?:\w+-)?\w{5}\b|\b[0-9a-f]{64}\b|\b127\.0\.0\.1:\d+|\[::1\]:\d+|for \d{5}\b")]
    private static partial Regex Varying();

    [GeneratedRegex(@" +")]
    private static partial Regex Spaces();
}
