using System.Diagnostics;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>What the stock kubectl makes of the schemas that are published: it explains them, and judges by them what it sends.</summary>
public sealed class PublishedSchemaTests : IAsyncLifetime
{
    private const string Stock = "/usr/local/lib/kubesharp/bin/kubectl";
    private const string Validated = """{"type":"object","description":"Foo CRD for Testing","properties":{"spec":{"type":"object","description":"Specification of Foo","properties":{"bars":{"description":"List of Bars and their specs.","type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"description":"Name of Bar.","type":"string"},"age":{"description":"Age of Bar.","type":"string"},"bazs":{"description":"List of Bazs.","items":{"type":"string"},"type":"array"}}}}}},"status":{"description":"Status of Foo","type":"object","properties":{"bars":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}}}}}}""";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubectl-schemas-");
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Stock), "kubectl is missing: eng/setup.sh --test");
        _server = await TestServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("pods.metadata.creationTimestamp", "(?s)CreationTimestamp is a timestamp representing the server time")]
    [InlineData("deployments.spec.strategy", "(?s)The deployment strategy to use to replace existing pods with new ones.*rollingUpdate.*type")]
    [InlineData("services.spec.type", "(?s)ENUM:.*ClusterIP.*ExternalName.*LoadBalancer.*NodePort")]
    [InlineData("resourceclaims.spec.devices --api-version=resource.k8s.io/v1", "(?s)DESCRIPTION:.*FIELDS:.*requests")]
    public async Task Built_in_kinds_are_explained(string what, string expected) => Assert.Matches(expected, (await RunAsync("", ["explain", .. what.Split(' ')])).Output);

    [Fact]
    public async Task Built_in_kinds_are_explained_by_openapi_v2_too() =>
        Assert.Matches("(?s)RESOURCE: spec.*Specification of the desired behavior of the Deployment.*replicas.*<integer>", (await RunAsync("", ["explain", "deployments.spec", "--output=plaintext-openapiv2"])).Output);

    [Fact]
    public async Task A_kind_that_is_not_there_is_told_so()
    {
        var (code, _, error) = await RunAsync("apiVersion: foo.example.com/v1\nkind: Bar\nmetadata: {name: x}\n", ["create", "-f", "-"]);
        Assert.Equal((1, true), (code, error.Contains("no matches for kind \"Bar\" in version \"foo.example.com/v1\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_custom_resource_with_a_schema_is_explained_and_judged_by_it()
    {
        await DefineAsync("foos", "Foo", Validated);
        const string Good = """{"apiVersion":"stable.example.com/v1","kind":"Foo","metadata":{"name":"test-cr"},"spec":{"bars":[{"name":"test-bar"}]}}""";
        foreach (var verb in new[] { "create", "delete", "apply", "delete" }) { await GoodAsync(Good, verb, "-f", "-"); }
        var (_, _, unknown) = await RunAsync(Good.Replace("\"spec\":{", "\"spec\":{\"foo\":true,", StringComparison.Ordinal), ["create", "-f", "-"]);
        Assert.Contains("unknown field \"spec.foo\"", unknown, StringComparison.Ordinal);
        var (_, _, missing) = await RunAsync(Good.Replace("\"name\":\"test-bar\"", "\"age\":\"10\"", StringComparison.Ordinal), ["create", "-f", "-"]);
        Assert.Contains("spec.bars[0].name: Required value", missing, StringComparison.Ordinal);
        Assert.Matches("(?s)DESCRIPTION:.*Foo CRD for Testing.*FIELDS:.*apiVersion.*<string>.*APIVersion defines.*spec.*<Object>.*Specification of Foo", await GoodAsync("", "explain", "foos"));
        Assert.Matches("(?s)DESCRIPTION:.*Standard object's metadata.*FIELDS:.*creationTimestamp.*<string>.*CreationTimestamp is a timestamp", await GoodAsync("", "explain", "foos.metadata"));
        Assert.Matches(@"(?s)DESCRIPTION:.*Specification of Foo.*FIELDS:.*bars.*<\[\]Object>.*List of Bars and their specs", await GoodAsync("", "explain", "foos.spec"));
        Assert.Matches(@"(?s)DESCRIPTION:.*List of Bars and their specs.*FIELDS:.*bazs.*<\[\]string>.*List of Bazs.*name.*<string>.*Name of Bar", await GoodAsync("", "explain", "foos.spec.bars"));
        Assert.Matches(@"(?s)FIELDS:.*spec.*<Object>.*bars.*<\[\]Object>.*name.*<string>", await GoodAsync("", "explain", "--recursive", "foos"));
        Assert.NotEqual(0, (await RunAsync("", ["explain", "foos.spec.bars2"])).Code);
    }

    [Theory]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""", "(?s)KIND: *Waldo.*DESCRIPTION:.*<empty>")]
    [InlineData("""{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"description":"Specification of Waldo"}},"description":"preserve-unknown-properties in nested field for Testing"}""", "(?s)DESCRIPTION:.*preserve-unknown-properties in nested field for Testing.*spec.*Specification of Waldo")]
    public async Task What_a_schema_keeps_unknown_is_let_through(string schema, string explained)
    {
        await DefineAsync("waldos", "Waldo", schema);
        const string Any = """{"apiVersion":"stable.example.com/v1","kind":"Waldo","metadata":{"name":"test-cr"},"spec":{"a":null,"b":[{"c":"d"}]}}""";
        foreach (var verb in new[] { "create", "delete", "apply", "delete" }) { await GoodAsync(Any, verb, "-f", "-"); }
        Assert.Matches(explained, await GoodAsync("", "explain", "waldos"));
    }

    private async Task DefineAsync(string plural, string kind, string schema) => await CustomResourceKit.DefineAsync(_server, ObjectNode.Of(("apiVersion", "apiextensions.k8s.io/v1"), ("kind", "CustomResourceDefinition"),
        ("metadata", ObjectNode.Of(("name", plural + ".stable.example.com"))), ("spec", ObjectNode.Of(("group", "stable.example.com"), ("scope", "Namespaced"),
            ("names", ObjectNode.Of(("plural", plural), ("kind", kind))),
            ("versions", ArrayNode.Of(ObjectNode.Of(("name", "v1"), ("served", true), ("storage", true), ("schema", ObjectNode.Of(("openAPIV3Schema", Node.Parse(schema)))))))))).ToString()!);

    private async Task<string> GoodAsync(string input, params string[] words)
    {
        var (code, output, error) = await RunAsync(input, words);
        Assert.True(code == 0, $"kubectl {string.Join(' ', words)}: {error}");
        return output;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string input, string[] words)
    {
        var start = new ProcessStartInfo(Stock, [.. words, "--server", _server.Address.ToString(), "--namespace", "default", "--cache-dir", Path.Combine(_folder.FullName, "cache")]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["KUBECONFIG"], start.Environment["HOME"]) = ("/dev/null", _folder.FullName);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(_patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
