using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>Validating and mutating admission policies: expressions decide about requests and change objects.</summary>
public sealed class AdmissionPolicyTests : IAsyncLifetime
{
    private const string Root = "/apis/admissionregistration.k8s.io/v1/";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Rules = """
        "resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["deployments"]}]
        """;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_policy_validates_against_a_Deployment()
    {
        await BindAsync("""
            "validations":[{"expression":"object.spec.replicas > 1","messageExpression":"'wants replicas > 1, got ' + string(object.spec.replicas)"}]
            """);
        var refusal = await UntilRefusedAsync(Deployment("marker", 1));
        Assert.Equal("Invalid", refusal.TextAt("reason"));
        Assert.Equal("deployments.apps \"marker\" is forbidden: ValidatingAdmissionPolicy 'policy' with binding 'binding' denied request: wants replicas > 1, got 1", refusal.TextAt("message"));
        await MakesAsync(Deployments, Deployment("replicated", 2));
        await MakesAsync("/apis/apps/v1/namespaces/default/replicasets", Deployment("single", 1));
    }

    [Fact]
    public async Task Expressions_may_refer_to_variables()
    {
        await BindAsync("""
            "variables":[{"name":"replicas","expression":"object.spec.replicas"},{"name":"oddReplicas","expression":"variables.replicas % 2 == 1"}],"validations":[{"expression":"variables.replicas > 1"},{"expression":"variables.oddReplicas"}]
            """);
        Assert.EndsWith("denied request: failed expression: variables.replicas > 1", (await UntilRefusedAsync(Deployment("marker", 1))).TextAt("message"), StringComparison.Ordinal);
        Assert.EndsWith("failed expression: variables.oddReplicas", (await UntilRefusedAsync(Deployment("even", 2))).TextAt("message"), StringComparison.Ordinal);
        await MakesAsync(Deployments, Deployment("odd", 3));
    }

    [Fact]
    public async Task Expressions_are_checked_against_the_types_that_the_policy_is_for()
    {
        await _server.SendAsync("POST", Root + "validatingadmissionpolicies", """
            {"metadata":{"name":"typed"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["deployments","statefulsets"]},{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]},
            "validations":[{"expression":"object.spec.replicas > 1"},{"expression":"object.spec.strategy.type == 'Recreate'","messageExpression":"'no ' + object.metadata.nam"}]}}
            """);
        ObjectNode policy = ObjectNode.Empty;
        await CustomResourceKit.UntilAsync(async () => (policy = (await _server.SendAsync("GET", Root + "validatingadmissionpolicies/typed")).Body).At("status", "typeChecking") is not null, "the status");
        Assert.Equal(1, ((NumberNode)policy.At("status", "observedGeneration")!).Integer);
        var warnings = (ArrayNode)policy.At("status", "typeChecking", "expressionWarnings")!;
        Assert.Equal(["spec.validations[0].expression", "spec.validations[1].expression", "spec.validations[1].messageExpression"], warnings.Select(static w => w.TextAt("fieldRef")));
        Assert.Equal("/v1, Kind=ConfigMap: ERROR: <input>:1:7: undefined field 'spec'\n | object.spec.replicas > 1\n | ......^\n", warnings[0].TextAt("warning"));
        Assert.Contains("apps/v1, Kind=StatefulSet: ERROR: <input>:1:12: undefined field 'strategy'", warnings[1].TextAt("warning"), StringComparison.Ordinal);
        Assert.DoesNotContain("Kind=Deployment", warnings[1].TextAt("warning"), StringComparison.Ordinal);
        Assert.Contains("apps/v1, Kind=Deployment: ERROR: <input>:1:24: undefined field 'nam'", warnings[2].TextAt("warning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_is_for_the_namespaces_it_selects()
    {
        await BindAsync("""
            "validations":[{"expression":"false","reason":"Forbidden","message":"never"}]
            """, """
            ,"matchResources":{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"default"}}}
            """);
        Assert.Equal(403, ((NumberNode)(await UntilRefusedAsync(Deployment("marker", 1)))["code"]!).Integer);
        await MakesAsync("/apis/apps/v1/namespaces/kube-public/deployments", Deployment("elsewhere", 1));
    }

    [Fact]
    public async Task Parameters_of_a_binding_are_seen_and_may_be_demanded()
    {
        await BindAsync("""
            "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"validations":[{"expression":"object.spec.replicas <= int(params.data.max)"}]
            """, """
            ,"paramRef":{"name":"limits","namespace":"default","parameterNotFoundAction":"Deny"}
            """);
        Assert.EndsWith("no params found for policy binding with `Deny` parameterNotFoundAction", (await UntilRefusedAsync(Deployment("any", 1))).TextAt("message"), StringComparison.Ordinal);
        await MakesAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"limits"},"data":{"max":"3"}}""");
        await UntilMadeAsync(Deployments, Deployment("few", 3));
        Assert.EndsWith("failed expression: object.spec.replicas <= int(params.data.max)", (await UntilRefusedAsync(Deployment("many", 4))).TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Match_conditions_exclude_requests_and_the_authorizer_answers()
    {
        await BindAsync("""
            "matchConditions":[{"name":"not-exempt","expression":"!object.metadata.name.startsWith('exempt-')"}],"validations":[{"expression":"authorizer.group('apps').resource('deployments').namespace('default').check('delete').allowed() && request.operation == 'CREATE' && request.userInfo.username != '' && namespaceObject.metadata.name == 'default' && object.spec.replicas < 2"}]
            """);
        await UntilRefusedAsync(Deployment("big", 2));
        await MakesAsync(Deployments, Deployment("exempt-big", 2));
        await MakesAsync(Deployments, Deployment("small", 1));
    }

    [Theory]
    [InlineData("Fail", 422)]
    [InlineData("Ignore", 201)]
    public async Task An_expression_that_fails_follows_the_failure_policy(string policy, int code)
    {
        await BindAsync($$"""
            "failurePolicy":"{{policy}}","validations":[{"expression":"object.spec.replicas != 9"},{"expression":"object.spec.missing == 1"}]
            """);
        await UntilRefusedAsync(Deployment("marker", 9));
        var (got, body) = await _server.SendAsync("POST", Deployments, Deployment("one", 1));
        Assert.Equal(code, got);
        if (code == 422) { Assert.EndsWith("expression 'object.spec.missing == 1' resulted in error: no such key: missing", body.TextAt("message"), StringComparison.Ordinal); }
    }

    [Fact]
    public async Task A_policy_mutates_a_Deployment_by_a_configuration()
    {
        await MutateAsync("Object{metadata: Object.metadata{annotations: {'mutated-by': 'admission-policy'}}, spec: Object.spec{replicas: object.spec.replicas + 1}}");
        var made = await UntilMadeAsync(Deployments, Deployment("one", 2), static d => d.At("metadata", "annotations") is not null);
        Assert.Equal("admission-policy", made.TextAt("metadata", "annotations", "mutated-by"));
        Assert.Equal((Node)3, made.At("spec", "replicas"));
        Assert.Equal("nginx", ((ArrayNode)made.At("spec", "template", "spec", "containers")!)[0].TextAt("name"));
    }

    [Fact]
    public async Task A_policy_mutates_a_Deployment_by_a_JSON_patch()
    {
        await MutateAsync("""[JSONPatch{op: 'add', path: '/metadata/labels', value: {}}, JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('example.com/by'), value: 'policy'}]""", "JSONPatch");
        var made = await UntilMadeAsync(Deployments, Deployment("one", 2), static d => d.At("metadata", "labels") is not null);
        Assert.Equal("policy", made.TextAt("metadata", "labels", "example.com/by"));
    }

    [Theory]
    [InlineData("validatingadmissionpolicies", """{"metadata":{"name":"p"},"spec":{RULES,"validations":[{"expression":"object.spec.replicas > "}]}}""", "spec.validations[0].expression", "compilation failed: ERROR: <input>:1:24: Syntax error: mismatched input '<EOF>' expecting")]
    [InlineData("validatingadmissionpolicies", """{"metadata":{"name":"p"},"spec":{RULES,"validations":[{"expression":"1 + 1"}]}}""", "spec.validations[0].expression", "must evaluate to bool")]
    [InlineData("validatingadmissionpolicies", """{"metadata":{"name":"p"},"spec":{RULES,"variables":[{"name":"a","expression":"variables.b"}],"validations":[{"expression":"true"}]}}""", "spec.variables[0].expression", "undefined field 'b'")]
    [InlineData("validatingadmissionpolicies", """{"metadata":{"name":"p"},"spec":{RULES,"matchConditions":[{"name":"a b","expression":"params == null"}],"validations":[{"expression":"true"}]}}""", "spec.matchConditions[0].expression", "undeclared reference to 'params'")]
    [InlineData("validatingadmissionpolicybindings", """{"metadata":{"name":"b"},"spec":{"policyName":"p","validationActions":["Deny","Warn"]}}""", "spec.validationActions", "must not contain both Deny and Warn")]
    [InlineData("mutatingadmissionpolicies", """{"metadata":{"name":"p"},"spec":{RULES,"reinvocationPolicy":"Never","mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"[1]"}}]}}""", "spec.mutations[0].applyConfiguration.expression", "must evaluate to Object")]
    public async Task What_does_not_compile_is_refused(string resource, string body, string field, string message)
    {
        var (code, answer) = await _server.SendAsync("POST", Root + resource, body.Replace("RULES", $"\"matchConstraints\":{{{Rules}}}", StringComparison.Ordinal));
        Assert.True(code == 422, answer.ToString());
        var cause = ((ArrayNode)answer.At("details", "causes")!).First(c => c.TextAt("field") == field);
        Assert.Contains(message, cause.TextAt("message"), StringComparison.Ordinal);
    }

    private async Task BindAsync(string spec, string binding = "")
    {
        await MakesAsync(Root + "validatingadmissionpolicies", $"{{\"metadata\":{{\"name\":\"policy\"}},\"spec\":{{\"matchConstraints\":{{{Rules}}},{spec}}}}}");
        await MakesAsync(Root + "validatingadmissionpolicybindings", $"{{\"metadata\":{{\"name\":\"binding\"}},\"spec\":{{\"policyName\":\"policy\",\"validationActions\":[\"Deny\"]{binding}}}}}");
    }

    private async Task MutateAsync(string expression, string type = "ApplyConfiguration")
    {
        var mutation = ObjectNode.Of(("patchType", type), (type == "JSONPatch" ? "jsonPatch" : "applyConfiguration", ObjectNode.Of(("expression", expression))));
        await MakesAsync(Root + "mutatingadmissionpolicies", $"{{\"metadata\":{{\"name\":\"policy\"}},\"spec\":{{\"reinvocationPolicy\":\"Never\",\"matchConstraints\":{{{Rules}}},\"mutations\":[{mutation}]}}}}");
        await MakesAsync(Root + "mutatingadmissionpolicybindings", """{"metadata":{"name":"binding"},"spec":{"policyName":"policy"}}""");
    }

    private async Task MakesAsync(string path, string body)
    {
        var (code, answer) = await _server.SendAsync("POST", path, body);
        Assert.True(code == 201, $"{path}: {answer}");
    }

    // Policies take effect soon after they are made, not at once.
    private async Task<ObjectNode> UntilRefusedAsync(string deployment)
    {
        using var ending = new CancellationTokenSource(_patience);
        while (true)
        {
            var (code, answer) = await _server.SendAsync("POST", Deployments + "?dryRun=All", deployment);
            if (code != 201) { return answer; }
            ending.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<ObjectNode> UntilMadeAsync(string path, string body, Func<ObjectNode, bool>? isExpected = null)
    {
        using var ending = new CancellationTokenSource(_patience);
        while (true)
        {
            var (code, answer) = await _server.SendAsync("POST", path + "?dryRun=All", body);
            if (code == 201 && isExpected?.Invoke(answer) != false) { return answer; }
            Assert.False(ending.IsCancellationRequested, $"not as expected: {code} {answer}");
            await Task.Yield();
        }
    }

    private static string Deployment(string name, int replicas) => Node.Parse("""
        {"metadata":{},"spec":{"selector":{"matchLabels":{"app":"nginx"}},"template":{"metadata":{"labels":{"app":"nginx"}},"spec":{"containers":[{"name":"nginx","image":"nginx:latest"}]}}}}
        """).With(["metadata", "name"], name).With(["spec", "replicas"], replicas).ToString();
}
