using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>The commands of the tables, run by the stock kubectl and by ours against the same server: output, errors and exit codes are the same but for ages, uids and versions.</summary>
public sealed partial class SideBySideTests
{
    private const string Stock = "/usr/local/lib/kubesharp/bin/kubectl";
    private const int CommandSecondsMax = 60;

    private sealed record Outcome(int Code, string Out, string Error);

    [Theory]
    [InlineData("commands.txt")]
    [InlineData("reading.txt")]
    [InlineData("writing.txt")]
    [InlineData("describing.txt")]
    public async Task Commands_answer_as_the_stock_kubectl_does(string table)
    {
        Assert.True(File.Exists(Stock), "kubectl is missing: eng/setup.sh --test");
        await using var server = await TestServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("kubectl-side-by-side-").FullName;
        try
        {
            var kubeconfig = Path.Combine(folder, "config");
            await File.WriteAllTextAsync(kubeconfig, $$"""{"apiVersion":"v1","kind":"Config","current-context":"x","clusters":[{"name":"c","cluster":{"server":"{{server.Address.ToString().TrimEnd('/')}}"} }],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"} }],"users":[{"name":"u","user":{} }]}""");
            foreach (var ns in new[] { "side-a", "side-b" })
            {
                await server.SendAsync("POST", "/api/v1/namespaces", $$"""{"metadata":{"name":"{{ns}}"} }""");
                await server.SendAsync("POST", $"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"default"}}""");
            }
            var objects = Path.Combine(AppContext.BaseDirectory, "Kubectl", Path.ChangeExtension(table, ".yaml"));
            foreach (var ns in File.Exists(objects) ? new[] { "side-a", "side-b" } : [])
            {
                var applied = await StockAsync(["-n", ns, "apply", "-f", objects], "", kubeconfig, folder);
                Assert.True(applied.Code == 0, applied.Error);
            }
            var differences = new List<string>();
            foreach (var line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Kubectl", table)))
            {
                if (line.Length == 0 || line[0] == '#') { continue; }
                var parts = line.Split(" <<< ", 2);
                var input = parts.Length > 1 ? Regex.Unescape(parts[1]) : "";
                var stock = await StockAsync(Words(parts[0], "side-a"), input.Replace("%NS%", "side-a", StringComparison.Ordinal), kubeconfig, folder);
                var ours = await OursAsync(Words(parts[0], "side-b"), input.Replace("%NS%", "side-b", StringComparison.Ordinal), kubeconfig, folder);
                if (Normal(stock) != Normal(ours)) { differences.Add($"{line}\n--- stock: {Normal(stock)}\n--- ours: {Normal(ours)}"); }
            }
            Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static string[] Words(string line, string ns)
    {
        var words = WordPattern().Matches(line).Select(static m => m.Value.Replace("'", "", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal)).ToArray();
        return words[0] == "@" ? words[1..] : ["-n", ns, .. words];
    }

    private static async Task<Outcome> StockAsync(string[] words, string input, string kubeconfig, string home)
    {
        var start = new ProcessStartInfo(Stock, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["KUBECONFIG"], start.Environment["HOME"]) = (kubeconfig, Path.Combine(home, "stock"));
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(CommandSecondsMax));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try { await process.StandardInput.WriteAsync(input); process.StandardInput.Close(); }
        catch (IOException) { }
        await process.WaitForExitAsync(limit.Token);
        return new Outcome(process.ExitCode, await output, await error);
    }

    private static async Task<Outcome> OursAsync(string[] words, string input, string kubeconfig, string home)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(CommandSecondsMax));
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Cli.Kubectl.RunAsync(words, new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, name => name switch { "KUBECONFIG" => kubeconfig, "HOME" => Path.Combine(home, "ours"), _ => null }, limit.Token);
        return new Outcome(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private static string Normal(Outcome outcome) => $"code {outcome.Code}\n{Normal(outcome.Out)}\n{string.Join('\n', Normal(outcome.Error).Split('\n').Where(static l => !LogLine().IsMatch(l)))}".TrimEnd();

    private static string Normal(string text)
    {
        text = Varying().Replace(text.Replace("side-a", "NS", StringComparison.Ordinal).Replace("side-b", "NS", StringComparison.Ordinal), "*");
        return Spaces().Replace(text, " ");
    }

    [GeneratedRegex(@"(?:[^\s\\']|\\.|'[^']*')+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"^[EWI]\d{4} ")]
    private static partial Regex LogLine();

    [GeneratedRegex(@"Resource Version: +\d+|\d{4}-\d\d-\d\d [\d:]{8} \+0000 UTC|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|resourceVersion""?: ?""?\d*""?|resourceVersion"":""\d+""|\d{4}-\d\d-\d\dT[\d:]{8}(?:\.\d+)?Z|\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000|10\.\d+\.\d+\.\d+|\b(?:\d+m)?\d+m?s\b|kube-api-access-\w+|\b3[0-2]\d{3}\b|pod-template-hash[=:] ?\w+")]
    private static partial Regex Varying();

    [GeneratedRegex(@"(?<=\*) +")]
    private static partial Regex Spaces();
}
