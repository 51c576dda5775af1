using System.Text;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>What our kubectl has beyond upstream's, and what upstream keeps behind a switch, against a server: history, everything, apply sets, pruning.</summary>
public sealed class BeyondTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubectl-beyond-").FullName;
    private TestServer? _server;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "config"), $$"""{"apiVersion":"v1","kind":"Config","current-context":"x","clusters":[{"name":"c","cluster":{"server":"{{_server.Address.ToString().TrimEnd('/')}}"} }],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"} }],"users":[{"name":"u","user":{} }]}""");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int Code, string Out, string Error)> RunAsync(string line, string input = "")
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Cli.Kubectl.RunAsync(line.Split(' '), new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, name => name switch { "KUBECONFIG" => Path.Combine(_folder, "config"), "HOME" => _folder, "KUBECTL_APPLYSET" => "true", _ => null }, default, ApiServer.Endpoints.Conversions.BuiltInForms.Convert);
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private async Task<string> DoneAsync(string line, string input = "")
    {
        var (code, output, error) = await RunAsync(line, input);
        Assert.True(code == 0, $"kubectl {line}: code {code}\n{output}\n{error}");
        return output;
    }

    private async Task<string> RefusedAsync(string line, string input = "")
    {
        var (code, _, error) = await RunAsync(line, input);
        Assert.NotEqual(0, code);
        return error;
    }

    private async Task<string> RevisionAsync(string what) => (await DoneAsync($"get {what} -o jsonpath={{.metadata.resourceVersion}}")).Trim();

    [Fact]
    public async Task Undo_takes_back_a_change_and_a_deletion()
    {
        await DoneAsync("create configmap a --from-literal=x=1");
        await DoneAsync("patch configmap a -p {\"data\":{\"x\":\"2\"}}");
        Assert.StartsWith("configmap/a brought back to revision ", await DoneAsync("undo cm/a"), StringComparison.Ordinal);
        Assert.Equal("1", await DoneAsync("get cm a -o jsonpath={.data.x}"));
        await DoneAsync("delete cm a");
        Assert.StartsWith("configmap/a made again as of revision ", await DoneAsync("undo cm/a"), StringComparison.Ordinal);
        Assert.Equal("1", await DoneAsync("get cm a -o jsonpath={.data.x}"));
        Assert.Contains("is in no revision that the server keeps", await RefusedAsync("undo cm/never"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Past_states_are_read_by_revision()
    {
        await DoneAsync("create configmap past --from-literal=x=1");
        var before = await RevisionAsync("cm/past");
        await DoneAsync("patch configmap past -p {\"data\":{\"x\":\"2\"}}");
        await DoneAsync("create configmap later --from-literal=x=1");
        Assert.Equal("1", await DoneAsync($"get cm past --at={before} -o jsonpath={{.data.x}}"));
        Assert.Equal("configmap/past\n", await DoneAsync($"get cm --at={before} -o name"));
        Assert.Contains("past   1", await DoneAsync($"get cm past --at={before}"), StringComparison.Ordinal);
        Assert.Contains("\"later\" not found", await RefusedAsync($"get cm later --at={before}"), StringComparison.Ordinal);
        Assert.Contains("later", await DoneAsync("get cm --at=0s"), StringComparison.Ordinal);
        Assert.Contains("no revision, no time", await RefusedAsync("get cm --at=noon"), StringComparison.Ordinal);
        Assert.Contains("exclude each other", await RefusedAsync($"get cm --at={before} --watch"), StringComparison.Ordinal);
        await DoneAsync($"undo cm/past --at={before}");
        Assert.Equal("1", await DoneAsync("get cm past -o jsonpath={.data.x}"));
        Assert.Equal(["CHANGED", "data.x", "data.x", "-"], (await DoneAsync("undo cm/past --list")).TrimEnd().Split('\n').Select(static l => l.Split("   ", StringSplitOptions.RemoveEmptyEntries)[^1].Trim()));
    }

    [Fact]
    public async Task A_revision_that_is_no_longer_kept_is_an_error_that_says_so()
    {
        var store = new Storage.Memory.MemoryStore(TimeProvider.System);
        await using var server = await TestServer.StartAsync(store: store);
        await File.WriteAllTextAsync(Path.Combine(_folder, "config"), $$"""{"apiVersion":"v1","kind":"Config","current-context":"x","clusters":[{"name":"c","cluster":{"server":"{{server.Address.ToString().TrimEnd('/')}}"} }],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"} }],"users":[{"name":"u","user":{} }]}""");
        await DoneAsync("create configmap a --from-literal=x=1");
        var first = await RevisionAsync("cm/a");
        await DoneAsync("patch configmap a -p {\"data\":{\"x\":\"2\"}}");
        await store.CompactAsync(long.Parse(await RevisionAsync("cm/a"), System.Globalization.CultureInfo.InvariantCulture), default);
        Assert.Contains("Error from server (Expired)", await RefusedAsync($"get cm a --at={first}"), StringComparison.Ordinal);
        Assert.Contains("the server keeps no revision in which configmap/a was different", await RefusedAsync("undo cm/a"), StringComparison.Ordinal);
        Assert.Contains("the server keeps no revision of", await RefusedAsync("get cm a --at=1000h"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_every_kind_and_all_stays_what_it_was()
    {
        await DoneAsync("create namespace n");
        await DoneAsync("-n n create configmap a --from-literal=x=1");
        await DoneAsync("-n n create role r --verb=get --resource=pods");
        await DoneAsync("-n n create deployment d --image=i --replicas=0");
        Assert.Equal("deployment.apps/d\n", await DoneAsync("-n n get all -o name"));
        var everything = await DoneAsync("-n n get all --everything -o name");
        Assert.Equal(["configmap/a", "deployment.apps/d", "role.rbac.authorization.k8s.io/r"], everything.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Contains("clusterrole.rbac.authorization.k8s.io/admin", await DoneAsync("get all --everything -A -o name"), StringComparison.Ordinal);
    }

    private static string ConfigMaps(params string[] names) => string.Concat(names.Select(static n => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {n}, labels: {{app: x}}}}\n---\n"));

    [Fact]
    public async Task An_apply_set_prunes_what_is_no_longer_applied_and_remembers_its_kinds()
    {
        var both = ConfigMaps("a", "b") + "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n";
        await DoneAsync("apply -f - --prune --applyset=configmap/set --server-side", both, "default");
        var parent = Node.Parse(await DoneAsync("get cm set -o json"));
        Assert.Equal("ConfigMap,Secret", parent.TextAt("metadata", "annotations", "applyset.kubernetes.io/contains-group-kinds"));
        var pruned = await DoneAsync("apply -f - --prune --applyset=configmap/set", ConfigMaps("a"), "default");
        Assert.Contains("configmap/b pruned", pruned, StringComparison.Ordinal);
        Assert.Contains("secret/s pruned", pruned, StringComparison.Ordinal);
        Assert.Equal("ConfigMap", Node.Parse(await DoneAsync("get cm set -o json")).TextAt("metadata", "annotations", "applyset.kubernetes.io/contains-group-kinds"));
        Assert.Contains("namespace is required", await RefusedAsync("apply -f - --prune --applyset=x", ConfigMaps("a")), StringComparison.Ordinal);
        Assert.Contains("already exists and is missing required annotation", await RefusedAsync("-n default apply -f - --prune --applyset=configmap/a", ConfigMaps("a")), StringComparison.Ordinal);
    }

    private Task<string> DoneAsync(string line, string input, string ns) => DoneAsync($"-n {ns} {line}", input);

    [Fact]
    public async Task A_custom_resource_is_a_parent_where_its_definition_says_so()
    {
        const string Definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: sets.example.org, labels: {LABEL: "true"}}
            spec:
              group: example.org
              names: {plural: sets, singular: set, kind: Set}
              scope: Cluster
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
            """;
        await DoneAsync("create -f -", Definition.Replace("LABEL", "other", StringComparison.Ordinal));
        await DoneAsync("wait --for=condition=Established crd/sets.example.org --timeout=20s");
        Assert.Contains("is not permitted as an ApplySet parent", await RefusedAsync("apply -f - --prune --applyset=sets.example.org/one", ConfigMaps("a")), StringComparison.Ordinal);
        await DoneAsync("label crd sets.example.org applyset.kubernetes.io/is-parent-type=true");
        Assert.Contains("custom resource ApplySet parents cannot be created automatically", await RefusedAsync("apply -f - --prune --applyset=sets.example.org/one", ConfigMaps("a")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apply -f - --applyset=x", "--applyset requires --prune")]
    [InlineData("apply -n default -f - --prune --applyset=x --all", "--all is incompatible with --applyset")]
    [InlineData("apply -n default -f - --prune --applyset=x -l a=b", "--selector is incompatible with --applyset")]
    [InlineData("apply -f - --prune --all --force", "--force cannot be used with --prune")]
    [InlineData("apply -f - --prune", "all resources selected for prune without explicitly passing --all")]
    [InlineData("apply -f - --prune --all --server-side", "--prune is in alpha")]
    [InlineData("apply -f - --prune --all --prune-allowlist=core/ConfigMap", "invalid GroupVersionKind format: core/ConfigMap")]
    public async Task Flags_of_pruning_that_do_not_fit_together_are_refused(string line, string message) => Assert.Contains(message, await RefusedAsync(line, ConfigMaps("a")), StringComparison.Ordinal);

    [Fact]
    public async Task Old_versions_are_converted_with_their_defaults_to_what_the_server_takes()
    {
        const string Old = """
            apiVersion: extensions/v1beta1
            kind: Deployment
            metadata: {name: d}
            spec: {replicas: 0, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}
            ---
            apiVersion: networking.k8s.io/v1beta1
            kind: Ingress
            metadata: {name: i}
            spec: {backend: {serviceName: s, servicePort: 80}}
            """;
        var converted = await DoneAsync("convert -f -", Old);
        Assert.Contains("imagePullPolicy: Always", converted, StringComparison.Ordinal);
        Assert.Equal("deployment.apps/d created\ningress.networking.k8s.io/i created\n", await DoneAsync("create -f -", converted));
        Assert.Equal("2147483647/1", await DoneAsync("get deployment d -o jsonpath={.spec.revisionHistoryLimit}/{.spec.strategy.rollingUpdate.maxSurge}"));
        const string Scaler = """{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d"},"targetCPUUtilizationPercentage":70}}""";
        Assert.Equal("70", await DoneAsync("convert -f - --output-version=autoscaling/v2 -o jsonpath={.spec.metrics[0].resource.target.averageUtilization}", Scaler));
        Assert.Contains("is not suitable for converting to \"apps/v1\"", await RefusedAsync("convert -f - --output-version=apps/v1", Scaler), StringComparison.Ordinal);
        Assert.Contains("no objects passed to convert", await RefusedAsync("convert -f -"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_deletes_what_the_selector_fits_and_the_allowlist_names()
    {
        await DoneAsync("apply -f -", ConfigMaps("a", "b"));
        await DoneAsync("create configmap kept --from-literal=x=1");
        Assert.Contains("configmap/b pruned (dry run)", await DoneAsync("apply -f - --prune -l app=x --dry-run=client", ConfigMaps("a")), StringComparison.Ordinal);
        Assert.DoesNotContain("pruned", await DoneAsync("apply -f - --prune -l app=x --prune-allowlist=apps/v1/Deployment", ConfigMaps("a")), StringComparison.Ordinal);
        Assert.Equal("configmap/a unchanged\nconfigmap/b pruned\n", await DoneAsync("apply -f - --prune -l app=x --prune-allowlist=core/v1/ConfigMap", ConfigMaps("a")));
        Assert.Equal("configmap/a\nconfigmap/kept\n", await DoneAsync("get cm -o name"));
    }
}
