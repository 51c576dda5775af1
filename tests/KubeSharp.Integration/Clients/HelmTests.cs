using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Clients;

/// <summary>The stock Helm on a real cluster: a chart with a custom resource and hooks is installed, upgraded, rolled back and removed.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HelmTests(LocalClusterFixture cluster)
{
    private const string Helm = "/usr/local/lib/kubesharp/bin/helm";
    private static readonly string _chart = Path.Combine(LocalClusterFixture.Root, "tests/KubeSharp.Integration/Clients/chart");

    [Fact]
    public async Task A_release_is_installed_upgraded_rolled_back_and_removed()
    {
        Assert.True(File.Exists(Helm), "helm is missing: eng/setup.sh --test");
        await HelmAsync("install", "shop", _chart, "--create-namespace", "--wait", "--timeout", "180s");
        Assert.Equal("1 hello", await ShownAsync());
        Assert.Equal("hello friendly", await GreetingAsync());
        Assert.Equal("Complete", await cluster.KubectlAsync("-n", "charts", "get", "job", "shop-before", "-o", "jsonpath={.status.conditions[?(@.type==\"Complete\")].type}"));
        await HelmAsync("upgrade", "shop", _chart, "--wait", "--timeout", "180s", "--set", "replicas=2,greeting=welcome");
        Assert.Equal("2 welcome", await ShownAsync());
        Assert.Equal("welcome friendly", await GreetingAsync());
        await HelmAsync("rollback", "shop", "1", "--wait", "--timeout", "180s");
        Assert.Equal("1 hello", await ShownAsync());
        Assert.Equal("hello friendly", await GreetingAsync());
        Assert.Contains("Too long: may not be more than 20 bytes", await cluster.RefusedAsync(Helm, "upgrade", "shop", _chart, "-n", "charts", "--set", "greeting=longer than twenty letters"));
        var history = (ArrayNode)Node.Parse(System.Text.Encoding.UTF8.GetBytes(await HelmAsync("history", "shop", "-o", "json")));
        Assert.Equal(["superseded", "superseded", "deployed", "failed"], history.Select(static r => r.TextAt("status")));
        await HelmAsync("uninstall", "shop", "--wait", "--timeout", "180s");
        Assert.Contains("NotFound", await cluster.KubectlRefusedAsync("-n", "charts", "get", "deployment", "shop"));
        Assert.Contains("NotFound", await cluster.KubectlRefusedAsync("-n", "charts", "get", "greeting", "shop"));
        Assert.Equal("Complete", await cluster.KubectlAsync("-n", "charts", "get", "job", "shop-after", "-o", "jsonpath={.status.conditions[?(@.type==\"Complete\")].type}"));
        // Helm leaves definitions alone.
        await cluster.KubectlAsync("delete", "crd", "greetings.shop.example.com", "--timeout=180s");
        await cluster.KubectlAsync("delete", "namespace", "charts", "--timeout=180s");
    }

    [Fact]
    public async Task A_chart_whose_object_is_refused_installs_nothing()
    {
        var said = await cluster.RefusedAsync(Helm, "install", "wrong", _chart, "--set", "replicas=-1", "--no-hooks");
        Assert.Contains("must be greater than or equal to 0", said);
        await cluster.RunAsync(Helm, "uninstall", "wrong");
    }

    private async Task<string> HelmAsync(params string[] words) => await cluster.RunAsync(Helm, [.. words, "-n", "charts"]);

    private async Task<string> GreetingAsync() => await cluster.KubectlAsync("-n", "charts", "get", "greeting", "shop", "-o", "jsonpath={.spec.text} {.spec.tone}");

    private async Task<string> ShownAsync() =>
        await cluster.KubectlAsync("-n", "charts", "get", "deployment", "shop", "-o", "jsonpath={.status.readyReplicas} {.spec.template.metadata.annotations.greeting}");
}
