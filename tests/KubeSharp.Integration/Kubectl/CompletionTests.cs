using System.Diagnostics;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>The completion scripts in real shells on a terminal: the tabulator key completes commands, flags, and names that only the server knows.</summary>
public sealed class CompletionTests : IAsyncLifetime
{
    private const string MissingShells = "bash, zsh, fish, pwsh or script is missing: eng/setup.sh --test";
    private const string PowerShell = "/usr/local/lib/kubesharp/pwsh/pwsh";
    private const int PowerShellSecondsMax = 60;
    private readonly string _folder = Directory.CreateTempSubdirectory("kubectl-completion-").FullName;
    private TestServer? _server;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(LocalClusterFixture.Binary), "the native binary is missing: make build");
        File.CreateSymbolicLink(Path.Combine(_folder, "kubectl"), LocalClusterFixture.Binary);
        _server = await TestServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "config"), $$"""{"apiVersion":"v1","kind":"Config","current-context":"x","clusters":[{"name":"c","cluster":{"server":"{{_server.Address.ToString().TrimEnd('/')}}"} }],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"} }],"users":[{"name":"u","user":{} }]}""");
        await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"only-the-server-knows"},"data":{"answer":"forty-two"}}""");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("bash", "bash --norc --noprofile -i", "source <(kubectl completion bash)\n")]
    [InlineData("zsh", "zsh -f -i", "autoload -Uz compinit; compinit -u -D; source <(kubectl completion zsh)\n")]
    [InlineData("fish", "fish --no-config -i", "kubectl completion fish | source\n")]
    public async Task Tabulator_completes_commands_flags_and_names_of_the_server(string shell, string command, string setUp)
    {
        Assert.True(new[] { shell, "script" }.All(static p => File.Exists($"/bin/{p}") || File.Exists($"/usr/bin/{p}")), MissingShells);
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["KUBECONFIG"] = Path.Combine(_folder, "config"),
            ["HOME"] = _folder,
            ["TERM"] = "xterm",
            ["LANG"] = "C.UTF-8",
        };
        using var terminal = new ShellOnTerminal(command, environment);
        await terminal.TypeAsync(setUp + "echo set-\"up\"\n");
        await terminal.ShowsAsync("set-up");
        await terminal.TypeAsync("kubectl get configmaps only-\t");
        await terminal.ShowsAsync("only-the-server-knows");
        await terminal.TypeAsync("-o jsonpath='{.data.answer}'\n");
        await terminal.ShowsAsync("forty-two");
        await terminal.TypeAsync("kubectl api-vers\t");
        await terminal.ShowsAsync("api-versions");
        await terminal.TypeAsync("\nkubectl get configmaps --field-sel\t");
        await terminal.ShowsAsync("--field-selector");
    }

    // PowerShell draws its line anew with each key, so that what a terminal shows is no text to search: its own completer is asked what the key asks it.
    [Fact]
    public async Task PowerShell_completes_commands_flags_and_names_of_the_server()
    {
        Assert.True(File.Exists(PowerShell), MissingShells);
        const string Script = """
            kubectl completion powershell | Out-String | Invoke-Expression
            foreach ($line in 'kubectl api-vers', 'kubectl get configmaps --field-sel', 'kubectl get configmaps only-', 'kubectl get ') {
              [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | ForEach-Object { $_.CompletionText }
            }
            """;
        var start = new ProcessStartInfo(PowerShell, ["-NoProfile", "-NonInteractive", "-Command", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var (name, value) in new[] { ("PATH", $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}"), ("KUBECONFIG", Path.Combine(_folder, "config")), ("HOME", _folder), ("POWERSHELL_TELEMETRY_OPTOUT", "1") }) { start.Environment[name] = value; }
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(PowerShellSecondsMax));
        var said = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["api-versions", "--field-selector=", "only-the-server-knows", "componentstatuses"], said.Take(4));
    }
}
