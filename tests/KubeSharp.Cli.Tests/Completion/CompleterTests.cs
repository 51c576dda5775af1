using System.Text;

namespace KubeSharp.Cli.Tests.Completion;

/// <summary>What upstream's completion scripts are answered where no server is: recorded from upstream's kubectl v1.36.</summary>
public sealed class CompleterTests
{
    // _ is the empty word. What is logged of the server is counted below.
    [Theory]
    [InlineData("rollout _", "history pause restart resume status undo :4", "NoFileComp")]
    [InlineData("help set _", "env image resources selector serviceaccount subject :4", "NoFileComp")]
    [InlineData("help o", "options :4", "NoFileComp")]
    [InlineData("run --image --", ":0", "Default", "", "Error while parsing flags from args [--image]: flag needs an argument: --image")]
    [InlineData("completion z", "zsh :4", "NoFileComp")]
    [InlineData("attach _", "daemonsets/ deployments/ pods/ jobs/ replicasets/ replicationcontrollers/ services/ statefulsets/ :6", "NoSpace, ShellCompDirectiveNoFileComp")]
    [InlineData("autoscale _", "--max deployment replicaset replicationcontroller statefulset :4", "NoFileComp")]
    [InlineData("autoscale --", "--max :4", "NoFileComp")]
    [InlineData("run _", "--image :0", "Default")]
    [InlineData("cp _", "./ / :2", "NoSpace")]
    [InlineData("create -f _", "json yaml yml :8", "FilterFileExt")]
    [InlineData("get --output j", "json jsonpath jsonpath-as-json jsonpath-file :4", "NoFileComp")]
    [InlineData("get -o=y", "yaml :4", "NoFileComp")]
    [InlineData("get --subresource _", "status scale resize :4", "NoFileComp")]
    [InlineData("get --sort-by x --so", ":4", "NoFileComp")]
    [InlineData("explain _", ":0", "Default")]
    [InlineData("nope _", ":0", "Default", "[Debug] Cleared global flags for plugin completion\n", "unable to find a command for arguments: [nope]")]
    [InlineData("help n", ":4", "NoFileComp")]
    [InlineData("get --ev", ":4", "NoFileComp")]
    [InlineData("config --kubec", "--kubeconfig :4", "NoFileComp")]
    [InlineData("logs p -c _", ":0", "Default")]
    [InlineData("cp p:", ":2", "NoSpace")]
    [InlineData("get --nope _", ":0", "Default", "", "Error while parsing flags from args [--nope]: unknown flag: --nope")]
    public async Task Words_and_directives_are_upstreams(string typed, string expected, string directive, string before = "", string error = "")
    {
        var (output, said) = await RunAsync("__completeNoDesc", typed);
        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal($"{before}{(error.Length > 0 ? $"[Debug] [Error] {error}\n" : "")}Completion ended with directive: ShellCompDirective{directive}\n", string.Concat(said.Split('\n').Where(static l => l.Length > 0 && !l.Contains("memcache.go", StringComparison.Ordinal)).Select(static l => l + "\n")));
    }

    [Fact]
    public async Task Words_bear_their_meaning_unless_it_is_not_wanted()
    {
        Assert.Equal("--help\thelp for get\n:4\n", (await RunAsync("__complete", "get --hel")).Output);
        Assert.Equal("--help\n:4\n", (await RunAsync("__completeNoDesc", "get --hel")).Output);
    }

    // So often upstream asks a server that it cannot reach.
    [Theory]
    [InlineData("get _", ":4", 1)]
    [InlineData("get po _", ":4", 5)]
    [InlineData("logs p _", ":4", 5)]
    [InlineData("attach _", "daemonsets/ deployments/ pods/ jobs/ replicasets/ replicationcontrollers/ services/ statefulsets/ :6", 5)]
    [InlineData("cp _", "./ / :2", 10)]
    [InlineData("-n _", ":4", 5)]
    public async Task A_server_that_is_not_reached_is_logged_where_shells_do_not_look(string typed, string expected, int times)
    {
        var (output, said) = await RunAsync("__completeNoDesc", "--server=http://127.0.0.1:1 " + typed);
        Assert.Equal((expected, times), (string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), said.Split("couldn't get current server API group list").Length - 1));
    }

    [Fact]
    public async Task All_of_options_goes_to_the_output() => Assert.Equal((":0\nCompletion ended with directive: ShellCompDirectiveDefault\n", ""), await RunAsync("__complete", "options _"));

    private static async Task<(string Output, string Error)> RunAsync(string command, string typed)
    {
        var output = new MemoryStream();
        var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, await Kubectl.RunAsync([command, .. typed.Split(' ').Select(static w => w == "_" ? "" : w)], new MemoryStream(), output, error, static name => name == "HOME" ? "/nonexistent" : null, default));
        return (Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
