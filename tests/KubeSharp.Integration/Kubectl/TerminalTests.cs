using System.Text.RegularExpressions;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>The lines of terminal.txt, run at a terminal with the stock kubectl and with ours, each in a namespace of its own: what the screen shows and how they end, also when they are interrupted, is the same.</summary>
[Collection(ClusterCollection.Name)]
public sealed partial class TerminalTests(LocalClusterFixture cluster)
{
    private const string Stock = "/usr/local/lib/kubesharp/bin/kubectl";
    private const int AtOnceMax = 4;
    private const int EndSecondsMax = 60;
    // The stock kubectl shows what it waits with a moment before it takes signals.
    private static readonly TimeSpan _breath = TimeSpan.FromMilliseconds(300);
    private static readonly string _folder = Path.Combine(LocalClusterFixture.Root, "tests/KubeSharp.Integration/Kubectl");

    private sealed record Place(string Kubectl, string Namespace)
    {
        public string Home { get; } = Directory.CreateTempSubdirectory("kubectl-terminal-").FullName;
    }

    private sealed record Case(string Line, List<(string Shown, string Typed)> Steps);

    [Fact]
    public async Task At_a_terminal_both_show_and_end_the_same()
    {
        Place[] places = [new(Stock, "side-a-terminal"), new($"{LocalClusterFixture.Binary} kubectl", "side-b-terminal")];
        var differences = new List<string>();
        try
        {
            foreach (var place in places)
            {
                await cluster.KubectlAsync("create", "namespace", place.Namespace);
                await cluster.KubectlAsync("-n", place.Namespace, "apply", "-f", Path.Combine(_folder, "terminal.yaml"));
            }
            foreach (var place in places) { await cluster.KubectlAsync("-n", place.Namespace, "wait", "--for=condition=Ready", "pod/one", "--timeout=180s"); }
            await Parallel.ForEachAsync(Cases(), new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax }, async (one, _) =>
            {
                var shown = await Task.WhenAll(places.Select(place => RunAsync(one, place)));
                if (shown[0] != shown[1]) { lock (differences) { differences.Add($"{one.Line}\n--- stock:\n{shown[0]}\n--- ours:\n{shown[1]}"); } }
            });
        }
        finally
        {
            foreach (var place in places)
            {
                await cluster.KubectlAsync("delete", "namespace", place.Namespace, "--wait=false");
                Directory.Delete(place.Home, recursive: true);
            }
        }
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private static List<Case> Cases()
    {
        var cases = new List<Case>();
        foreach (var line in File.ReadLines(Path.Combine(_folder, "terminal.txt")).Where(static l => l.Length > 0 && l[0] != '#'))
        {
            if (!line.StartsWith("  ", StringComparison.Ordinal)) { cases.Add(new Case(line, [])); }
            else if (line.Split(" => ", 2) is [var shown, var typed]) { cases[^1].Steps.Add((shown.Trim(), Regex.Unescape(typed))); }
        }
        return cases;
    }

    private async Task<string> RunAsync(Case one, Place place)
    {
        var environment = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = cluster.Kubeconfig,
            ["HOME"] = place.Home,
            ["TMPDIR"] = place.Home,
            ["TERM"] = "xterm",
            ["LANG"] = "C.UTF-8",
            ["K"] = $"{place.Kubectl} -n {place.Namespace}",
            ["LINE"] = one.Line,
        };
        // The shell outlives an interruption to tell how the line ended.
        using var terminal = new ShellOnTerminal("""trap : INT; stty rows 33 cols 101; cd "$HOME"; eval "$LINE"; echo "code $?" """, environment);
        foreach (var (shown, typed) in one.Steps)
        {
            await terminal.ShowsAsync(shown);
            await Task.Delay(_breath);
            await terminal.TypeAsync(typed);
        }
        await terminal.EndsAsync(TimeSpan.FromSeconds(EndSecondsMax));
        var lines = terminal.Screen.Replace("\r\n", "\n", StringComparison.Ordinal).Replace(place.Namespace, "NS", StringComparison.Ordinal).Replace(place.Home, "HOME", StringComparison.Ordinal).Split('\n');
        // Output and errors come by two ways, and some lines come until they are answered.
        return string.Join('\n', lines.Select(static l => Varying().Replace(l, "*")).Distinct().Order(StringComparer.Ordinal));
    }

    // Names made up, ages, ports given by the system.
    [GeneratedRegex(@"debugger-\w{5}\b|\b\d+m?s\b|\b127\.0\.0\.1:\d+|\[::1\]:\d+")]
    private static partial Regex Varying();
}
