namespace KubeSharp.Cli.Tests.Commands;

/// <summary>What commands say of a server that is not there. Source: the stock kubectl's lines, counted.</summary>
public sealed class UnreachedTests
{
    private const string Refused = "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?";
    private const string Dialled = "dial tcp 127.0.0.1:1: connect: connection refused";

    [Theory]
    [InlineData("logs x", 4)]
    [InlineData("logs deploy/x", 4)]
    [InlineData("logs -l a=b", 4)]
    [InlineData("exec x -- y", 4)]
    [InlineData("attach x", 4)]
    [InlineData("port-forward x 80", 4)]
    [InlineData("cp x:/a b", 0)]
    [InlineData("cordon n", 4)]
    [InlineData("drain n", 4)]
    [InlineData("drain -l a=b", 4)]
    [InlineData("cordon -l a=b", 4)]
    [InlineData("explain pod.spec", 2)]
    [InlineData("create role x --verb=get --resource=pods", 2)]
    [InlineData("create job x --from=cronjob/y", 4)]
    [InlineData("create namespace x", 0)]
    [InlineData("auth whoami", 0)]
    public async Task The_server_is_asked_for_its_groups_as_often_as_by_the_stock_kubectl(string words, int discoveries)
    {
        var (code, lines) = await RunAsync(words.Split(' '));
        Assert.Equal((1, discoveries, Refused), (code, lines.Count(static l => l.Contains("memcache.go:265] \"Unhandled Error\" err=\"couldn't get current server API group list: Get ", StringComparison.Ordinal)), lines[^1]));
    }

    [Theory]
    [InlineData("create deployment x --image=y", "error: failed to create deployment: Post \"https://127.0.0.1:1/apis/apps/v1/namespaces/default/deployments?fieldManager=kubectl-create&fieldValidation=Strict\": " + Dialled)]
    [InlineData("create configmap x --dry-run=server", "error: failed to create configmap: Post \"https://127.0.0.1:1/api/v1/namespaces/default/configmaps?dryRun=All&fieldManager=kubectl-create&fieldValidation=Strict\": " + Dialled)]
    [InlineData("create token x", "error: failed to create token: Post \"https://127.0.0.1:1/api/v1/namespaces/default/serviceaccounts/x/token\": " + Dialled)]
    public async Task What_is_made_of_words_is_sent_without_asking_what_the_server_has(string words, string said)
    {
        var (code, lines) = await RunAsync(words.Split(' '));
        Assert.Equal((1, said), (code, Assert.Single(lines)));
    }

    [Fact]
    public async Task A_time_that_is_over_at_once_is_told_without_asking()
    {
        var (code, lines) = await RunAsync(["get", "pods", "--request-timeout=1ns"]);
        Assert.Equal((1, 5, "error: context deadline exceeded"), (code, lines.Count(static l => l.EndsWith("err=\"couldn't get current server API group list: context deadline exceeded\"", StringComparison.Ordinal)), lines[^1]));
    }

    [Fact]
    public async Task A_program_for_the_pod_of_a_file_is_not_run_on_nothing()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}}""");
            var (code, lines) = await RunAsync(["exec", "-f", file, "--", "y"]);
            Assert.Equal((1, $"error: unable to recognize \"{file}\": Get \"https://127.0.0.1:1/api?timeout=32s\": {Dialled}"), (code, lines[^1]));
        }
        finally { File.Delete(file); }
    }

    private static async Task<(int Code, string[] Errors)> RunAsync(string[] words)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Kubectl.RunAsync(["--server=https://127.0.0.1:1", "--token=t", .. words], new MemoryStream(), output, error, static name => name == "HOME" ? "/nonexistent" : null, default);
        return (code, error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
