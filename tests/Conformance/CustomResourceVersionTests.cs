using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>Custom resources of several versions: conversion by a webhook, storage that moves, what OpenAPI publishes.</summary>
public sealed class CustomResourceVersionTests : IAsyncLifetime
{
    private const string Group = "/apis/stable.example.com";
    private const string Name = "crontabs.stable.example.com";
    private const string Foo = "com.example.stable.v1.CronTab";
    private TestServer _server = null!;
    private WebhookServer _webhook = null!;

    public async Task InitializeAsync()
    {
        _webhook = await WebhookServer.StartAsync(static (http, review) => Task.FromResult<ObjectNode?>(http.Request.Path == "/convert" ? Convert(review) : Admit(review)));
        _server = await TestServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _webhook.DisposeAsync();
    }

    [Fact]
    public async Task A_resource_made_in_one_version_is_read_changed_and_watched_in_another()
    {
        await DefineConvertedAsync();
        var (code, made) = await _server.SendAsync("POST", Tabs("v1"), Tab("a", "v1", "localhost:8080"));
        Assert.True(code == 201, made.ToString());
        var (_, read) = await _server.SendAsync("GET", Tabs("v2") + "/a");
        Assert.Equal(("stable.example.com/v2", "localhost", "8080"), (read.TextAt("apiVersion"), read.TextAt("spec", "host"), read.TextAt("spec", "port")));
        var (_, patched) = await _server.SendAsync("PATCH", Tabs("v2") + "/a", """{"spec":{"port":"9090"}}""", "application/merge-patch+json");
        Assert.Equal("9090", patched.TextAt("spec", "port"));
        Assert.Equal("localhost:9090", (await _server.SendAsync("GET", Tabs("v1") + "/a")).Body.TextAt("spec", "hostPort"));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var stream = await _server.Client.GetStreamAsync($"{Tabs("v2")}?watch=true&resourceVersion={made.TextAt("metadata", "resourceVersion")}", limit.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("9090", Node.Parse((await reader.ReadLineAsync(limit.Token))!).TextAt("object", "spec", "port"));
    }

    [Theory]
    [InlineData("", "stable.example.com/v1beta1 CronTab is deprecated; use stable.example.com/v1 CronTab")]
    [InlineData(""","deprecationWarning":"ask for v1" """, "ask for v1")]
    public async Task Whoever_asks_for_a_deprecated_version_is_warned(string own, string warning)
    {
        const string Open = """{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}""";
        await CustomResourceKit.DefineAsync(_server, $$$"""
            {"metadata":{"name":"{{{Name}}}"},"spec":{"group":"stable.example.com","scope":"Namespaced","names":{"plural":"crontabs","kind":"CronTab"},"versions":[
            {"name":"v1","served":true,"storage":true,"schema":{{{Open}}}},
            {"name":"v1beta1","served":true,"storage":false,"deprecated":true{{{own}}},"schema":{{{Open}}}}]}}
            """);
        using var old = await _server.Client.GetAsync(Tabs("v1beta1"));
        Assert.Equal($"299 - \"{warning}\"", Assert.Single(old.Headers.GetValues("Warning")));
        using var current = await _server.Client.GetAsync(Tabs("v1"));
        Assert.False(current.Headers.Contains("Warning"));
    }

    [Fact]
    public async Task Finalizers_of_custom_resources_and_of_definitions_need_no_domain()
    {
        await DefineConvertedAsync();
        var (code, made) = await _server.SendAsync("POST", Tabs("v1"), """{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"a","finalizers":["finalizer.example.com"]},"hostPort":"a:1"}""");
        Assert.True(code == 201, made.ToString());
        (code, made) = await _server.SendAsync("PATCH", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + Name, """{"metadata":{"finalizers":["customresourcecleanup.apiextensions.k8s.io"]}}""", "application/merge-patch+json");
        Assert.True(code == 200, made.ToString());
    }

    [Fact]
    public async Task Resources_are_listed_watched_and_deleted_by_the_fields_that_each_version_selects_by()
    {
        await DefineConvertedAsync("""[".spec.hostPort"]""", """[".spec.host",".spec.port"]""");
        using var byHost = await Watching.StartAsync(_server, Tabs("v2"), "fieldSelector=spec.host%3Dhost1");
        using var byBoth = await Watching.StartAsync(_server, Tabs("v2"), "fieldSelector=spec.host%3Dhost1,spec.port%3D80");
        using var byOld = await Watching.StartAsync(_server, Tabs("v1"), "fieldSelector=spec.hostPort%3Dhost1:80");
        foreach (var (name, hostPort) in new[] { ("a", "host1:80"), ("b", "host1:8080"), ("c", "host2:80") }) { Assert.Equal(201, (await _server.SendAsync("POST", Tabs("v1"), Tab(name, "v1", hostPort))).Code); }
        Assert.Equal("a b", await NamesAsync("v2", "spec.host%3Dhost1"));
        Assert.Equal("a", await NamesAsync("v2", "spec.host%3Dhost1,spec.port%3D80"));
        Assert.Equal("b", await NamesAsync("v1", "spec.hostPort%3Dhost1:8080"));
        Assert.Equal("c", await NamesAsync("v2", "spec.host%21%3Dhost1"));
        foreach (var (watch, names) in new[] { (byHost, "a b"), (byBoth, "a"), (byOld, "a") })
        {
            foreach (var name in names.Split(' ')) { Assert.Equal(name, (await watch.NextAsync("ADDED")).TextAt("metadata", "name")); }
        }
        Assert.Equal(200, (await _server.SendAsync("DELETE", Tabs("v2") + "?fieldSelector=spec.host%3Dhost1,spec.port%3D80")).Code);
        Assert.Equal(200, (await _server.SendAsync("PATCH", Tabs("v2") + "/b", """{"spec":{"host":"host2"}}""", "application/merge-patch+json")).Code);
        Assert.Equal("", await NamesAsync("v2", "spec.host%3Dhost1"));
        Assert.Equal("b c", await NamesAsync("v2", "spec.host%3Dhost2"));
        foreach (var (watch, names) in new[] { (byHost, "a b"), (byBoth, "a"), (byOld, "a") })
        {
            foreach (var name in names.Split(' ')) { Assert.Equal(name, (await watch.NextAsync("DELETED")).TextAt("metadata", "name")); }
        }
    }

    private async Task<string> NamesAsync(string version, string selector) =>
        string.Join(' ', ((ArrayNode)(await _server.SendAsync("GET", $"{Tabs(version)}?fieldSelector={selector}")).Body["items"]!).Select(static i => i.TextAt("metadata", "name")));

    [Fact]
    public async Task A_list_of_resources_stored_in_different_versions_is_all_of_the_version_asked_for()
    {
        await DefineConvertedAsync();
        await _server.SendAsync("POST", Tabs("v1"), Tab("a", "v1", "one:1"));
        await CustomResourceKit.RedefineAsync(_server, """[{"op":"replace","path":"/spec/versions/0/storage","value":false},{"op":"replace","path":"/spec/versions/1/storage","value":true}]""");
        Assert.Equal("""["v1","v2"]""", (await _server.SendAsync("GET", $"{CustomResourceKit.Path}/{Name}")).Body.At("status", "storedVersions")!.ToString());
        await _server.SendAsync("POST", Tabs("v1"), Tab("b", "v1", "two:2"));
        foreach (var version in (string[])["v1", "v2"])
        {
            var items = (ArrayNode)(await _server.SendAsync("GET", Tabs(version))).Body["items"]!;
            Assert.Equal(2, items.Count);
            Assert.All(items, i => Assert.Equal($"stable.example.com/{version}", i.TextAt("apiVersion")));
            Assert.All(items, i => Assert.NotNull(version == "v1" ? i.TextAt("spec", "hostPort") : i.TextAt("spec", "port")));
        }
    }

    [Fact]
    public async Task A_converting_webhook_that_fails_fails_the_request()
    {
        await DefineConvertedAsync();
        await _server.SendAsync("POST", Tabs("v1"), Tab("a", "v1", "fail:1"));
        var (code, refused) = await _server.SendAsync("GET", Tabs("v2") + "/a");
        Assert.Equal(500, code);
        Assert.Contains("conversion webhook for stable.example.com/v1, Kind=CronTab failed: cannot convert", refused.TextAt("message"));
        Assert.Equal(200, (await _server.SendAsync("GET", Tabs("v1") + "/a")).Code);
    }

    [Theory]
    [InlineData("v1", "v2")]
    [InlineData("v2", "v1")]
    public async Task A_webhook_for_one_version_sees_and_changes_what_comes_in_another_in_its_own(string watched, string sent)
    {
        await DefineConvertedAsync();
        foreach (var kind in (string[])["Validating", "Mutating"])
        {
            var (made, answer) = await _server.SendAsync("POST", $"/apis/admissionregistration.k8s.io/v1/{kind.ToLowerInvariant()}webhookconfigurations", $$$"""
                {"metadata":{"name":"tabs"},"webhooks":[{"name":"tabs.example.com","admissionReviewVersions":["v1"],"sideEffects":"None","clientConfig":{"url":"{{{_webhook.Url}}}/{{{kind}}}","caBundle":"{{{WebhookServer.CaBundle}}}"},
                "rules":[{"apiGroups":["stable.example.com"],"apiVersions":["{{{watched}}}"],"operations":["CREATE","UPDATE"],"resources":["crontabs"]}]}]}
                """);
            Assert.True(made == 201, answer.ToString());
        }
        await RefusedAsync(sent, $"admission webhook \"tabs.example.com\" denied the request: bad in {watched}, sent in {sent}");
        // The mutating one gives the port 9 to those that ask for none.
        var (code, tab) = await _server.SendAsync("POST", Tabs(sent), Tab("b", sent, "good", "0"));
        Assert.True(code == 201, tab.ToString());
        Assert.Equal("good:9", (await _server.SendAsync("GET", Tabs("v1") + "/b")).Body.TextAt("spec", "hostPort"));
    }

    [Theory]
    [InlineData("v1", "v2", "!object.spec.hostPort.startsWith('bad')", "object.spec.hostPort == 'good:0'", "[JSONPatch{op: 'replace', path: '/spec/hostPort', value: 'good:9'}]")]
    [InlineData("v2", "v1", "object.spec.host != 'bad'", "object.spec.port == '0'", "[JSONPatch{op: 'replace', path: '/spec/port', value: '9'}]")]
    public async Task A_policy_for_one_version_sees_and_changes_what_comes_in_another_in_its_own(string watched, string sent, string rule, string condition, string patch)
    {
        const string Registration = "/apis/admissionregistration.k8s.io/v1/";
        await DefineConvertedAsync();
        var match = $$$"""{"resourceRules":[{"apiGroups":["stable.example.com"],"apiVersions":["{{{watched}}}"],"operations":["CREATE","UPDATE"],"resources":["crontabs"]}]}""";
        await MakeAsync(Registration + "validatingadmissionpolicies", $$$"""{"metadata":{"name":"tabs"},"spec":{"matchConstraints":{{{match}}},"validations":[{"expression":"{{{rule}}}","message":"bad in {{{watched}}}"}]}}""");
        await MakeAsync(Registration + "validatingadmissionpolicybindings", """{"metadata":{"name":"tabs"},"spec":{"policyName":"tabs","validationActions":["Deny"]}}""");
        await MakeAsync(Registration + "mutatingadmissionpolicies", $$$"""{"metadata":{"name":"tabs"},"spec":{"reinvocationPolicy":"Never","matchConstraints":{{{match}}},"matchConditions":[{"name":"c","expression":"{{{condition}}}"}],"mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"{{{patch}}}"}}]}}""");
        await MakeAsync(Registration + "mutatingadmissionpolicybindings", """{"metadata":{"name":"tabs"},"spec":{"policyName":"tabs"}}""");
        await RefusedAsync(sent, $"bad in {watched}");
        await CustomResourceKit.UntilAsync(async () =>
        {
            await _server.SendAsync("DELETE", Tabs(sent) + "/b");
            await MakeAsync(Tabs(sent), Tab("b", sent, "good", "0"));
            return (await _server.SendAsync("GET", Tabs("v1") + "/b")).Body.TextAt("spec", "hostPort") == "good:9";
        }, "the mutation");
    }

    private async Task MakeAsync(string path, string body)
    {
        var (code, made) = await _server.SendAsync("POST", path, body);
        Assert.True(code == 201, made.ToString());
    }

    // Webhooks and policies count a moment after they were made.
    private async Task RefusedAsync(string version, string why)
    {
        var said = "";
        await CustomResourceKit.UntilAsync(async () =>
        {
            var (code, answer) = await _server.SendAsync("POST", Tabs(version), Tab("a", version, "bad", "1"));
            said = answer.TextAt("message") ?? "";
            if (code == 201) { await _server.SendAsync("DELETE", Tabs(version) + "/a"); }
            return code != 201;
        }, "a refusal");
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_type_is_that_of_the_schema()
    {
        const string schema = """{"description":"Foo for testing","type":"object","properties":{"spec":{"description":"Specification","type":"object","properties":{"bars":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string","enum":["a"]}}}}}}}}""";
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition(schema: schema));
        var published = (ObjectNode)(await DefinitionsAsync())[Foo]!;
        Assert.Equal("Foo for testing", published.TextAt("description"));
        Assert.Equal(((ObjectNode)Node.Parse(schema)).At("properties", "spec"), published.At("properties", "spec"));
        var (_, v3) = await _server.SendAsync("GET", "/openapi/v3/apis/stable.example.com/v1");
        Assert.Equal("Specification", v3.TextAt("components", "schemas", Foo, "properties", "spec", "description"));
        Assert.NotNull(v3.At("components", "schemas", Foo, "properties", "metadata"));
        // Compat: the index is JSON that says it is plain text.
        var index = Node.Parse(await _server.Client.GetByteArrayAsync("/openapi/v3"));
        Assert.Contains("/openapi/v3/apis/stable.example.com/v1?hash=", index.TextAt("paths", "apis/stable.example.com/v1", "serverRelativeURL"));
    }

    [Fact]
    public async Task Where_all_is_kept_nothing_is_published_that_would_forbid_it()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition(schema: """{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"spec":{"type":"object"}}}"""));
        Assert.Equal("""{"type":"object"}""", ((ObjectNode)(await DefinitionsAsync())[Foo]!).Remove("x-kubernetes-group-version-kind").ToString());
        await CustomResourceKit.RedefineAsync(_server, """[{"op":"replace","path":"/spec/versions/0/schema/openAPIV3Schema","value":{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"string"}}}}}}]""");
        Assert.Equal("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""", (await DefinitionsAsync())[Foo]!.At("properties", "spec")!.ToString());
    }

    [Fact]
    public async Task Without_a_schema_any_field_is_allowed_and_only_the_kind_is_published()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition(schema: """{"type":"object","x-kubernetes-preserve-unknown-fields":true}"""));
        var published = (ObjectNode)(await DefinitionsAsync())[Foo]!;
        Assert.Equal("""[{"group":"stable.example.com","kind":"CronTab","version":"v1"}]""", published["x-kubernetes-group-version-kind"]!.ToString());
        Assert.Equal("""{"type":"object"}""", published.Remove("x-kubernetes-group-version-kind").ToString());
        Assert.Equal(201, (await _server.SendAsync("POST", Tabs("v1") + "?fieldValidation=Strict", """{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"any"},"a":{"b":"c"}}""")).Code);
    }

    [Fact]
    public async Task Kinds_of_one_group_and_version_are_published_beside_each_other()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition("others", "Other"));
        var definitions = await DefinitionsAsync();
        Assert.NotNull(definitions[Foo]);
        Assert.NotNull(definitions["com.example.stable.v1.Other"]);
        var (_, v3) = await _server.SendAsync("GET", "/openapi/v3/apis/stable.example.com/v1");
        Assert.NotNull(v3.At("components", "schemas", Foo));
        Assert.NotNull(v3.At("components", "schemas", "com.example.stable.v1.Other"));
    }

    [Fact]
    public async Task Versions_are_published_as_they_are_served_renamed_and_no_longer_served()
    {
        await DefineConvertedAsync();
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition("others", "Other").Replace("stable.example.com", "more.example.com", StringComparison.Ordinal));
        Assert.NotNull((await DefinitionsAsync())["com.example.more.v1.Other"]);
        Assert.NotNull((await DefinitionsAsync())[Foo]);
        Assert.NotNull((await DefinitionsAsync())["com.example.stable.v2.CronTab"]);
        await CustomResourceKit.RedefineAsync(_server, """[{"op":"replace","path":"/spec/versions/1/name","value":"v4"}]""");
        Assert.Null((await DefinitionsAsync())["com.example.stable.v2.CronTab"]);
        Assert.NotNull((await DefinitionsAsync())["com.example.stable.v4.CronTab"]);
        await CustomResourceKit.RedefineAsync(_server, """[{"op":"replace","path":"/spec/versions/1/served","value":false}]""");
        Assert.Null((await DefinitionsAsync())["com.example.stable.v4.CronTab"]);
        Assert.NotNull((await DefinitionsAsync())[Foo]);
        Assert.Equal(404, (await _server.SendAsync("GET", Tabs("v4"))).Code);
    }

    private static string Tabs(string version) => $"{Group}/{version}/namespaces/default/crontabs";

    private static string Tab(string name, string version, string hostPort) =>
        $$$"""{"apiVersion":"stable.example.com/{{{version}}}","kind":"CronTab","metadata":{"name":"{{{name}}}"},"spec":{"hostPort":"{{{hostPort}}}" } }""";

    private static string Tab(string name, string version, string host, string port) =>
        $$$"""{"apiVersion":"stable.example.com/{{{version}}}","kind":"CronTab","metadata":{"name":"{{{name}}}"},"spec":{{{(version == "v1" ? $$"""{"hostPort":"{{host}}:{{port}}"}""" : $$"""{"host":"{{host}}","port":"{{port}}"}""")}}} }""";

    private async Task<ObjectNode> DefinitionsAsync() => (ObjectNode)(await _server.SendAsync("GET", "/openapi/v2")).Body["definitions"]!;

    private async Task DefineConvertedAsync(string firstSelects = "[]", string secondSelects = "[]")
    {
        static Node Selecting(Node version, string paths) => version.With(["selectableFields"], new ArrayNode([.. ((ArrayNode)Node.Parse(paths)).Select(static p => (Node)ObjectNode.Of(("jsonPath", p)))]));
        var definition = (ObjectNode)Node.Parse(CustomResourceKit.Definition(schema: """{"type":"object","properties":{"spec":{"type":"object","properties":{"hostPort":{"type":"string"}}}}}"""));
        var second = Node.Parse("""{"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"host":{"type":"string"},"port":{"type":"string"}}}}}}}""");
        var first = ((ArrayNode)definition.At("spec", "versions")!)[0];
        definition = (ObjectNode)definition.With(["spec", "versions"], ArrayNode.Of(Selecting(first, firstSelects), Selecting(second, secondSelects)));
        var conversion = Node.Parse($$$"""{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"url":"{{{_webhook.Url}}}/convert","caBundle":"{{{WebhookServer.CaBundle}}}" } } }""");
        await CustomResourceKit.DefineAsync(_server, definition.With(["spec", "conversion"], conversion).ToString());
    }

    // Refuses the host "bad", and gives the port 9 instead of 0, each as the version that the webhook is sent has it.
    private static ObjectNode Admit(ObjectNode review)
    {
        var (version, sent) = (review.TextAt("request", "kind", "version"), review.TextAt("request", "requestKind", "version"));
        var (whole, host, port) = (review.TextAt("request", "object", "spec", "hostPort"), review.TextAt("request", "object", "spec", "host"), review.TextAt("request", "object", "spec", "port"));
        var response = ObjectNode.Of(("uid", review.At("request", "uid")), ("allowed", true));
        if (review.TextAt("request", "object", "apiVersion") != $"stable.example.com/{version}" || whole is null == (version == "v1") || whole?.StartsWith("bad", StringComparison.Ordinal) == true || host == "bad")
        {
            response = response.Set("allowed", false).Set("status", ObjectNode.Of(("message", $"bad in {version}, sent in {sent}")));
        }
        else if (whole == "good:0" || port == "0")
        {
            var patch = version == "v1" ? """[{"op":"replace","path":"/spec/hostPort","value":"good:9"}]""" : """[{"op":"replace","path":"/spec/port","value":"9"}]""";
            response = response.Set("patchType", "JSONPatch").Set("patch", System.Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(patch)));
        }
        return ObjectNode.Of(("apiVersion", "admission.k8s.io/v1"), ("kind", "AdmissionReview"), ("response", response));
    }

    // hostPort of v1 is host and port of v2.
    private static ObjectNode Convert(ObjectNode review)
    {
        var wanted = review.TextAt("request", "desiredAPIVersion")!;
        var objects = (ArrayNode)review.At("request", "objects")!;
        var result = objects.Any(static o => o.TextAt("spec", "hostPort")?.StartsWith("fail", StringComparison.Ordinal) == true) ? ObjectNode.Of(("status", "Failure"), ("message", "cannot convert")) : ObjectNode.Of(("status", "Success"));
        return ObjectNode.Of(("kind", "ConversionReview"), ("apiVersion", "apiextensions.k8s.io/v1"), ("response", ObjectNode.Of(
            ("uid", review.At("request", "uid")), ("result", result), ("convertedObjects", new ArrayNode([.. objects.Select(o => Convert(o, wanted))])))));
    }

    private static Node Convert(Node value, string wanted)
    {
        var spec = wanted.EndsWith("v1", StringComparison.Ordinal)
            ? ObjectNode.Of(("hostPort", $"{value.TextAt("spec", "host")}:{value.TextAt("spec", "port")}"))
            : (value.TextAt("spec", "hostPort") ?? ":").Split(':') is [var host, var port] ? ObjectNode.Of(("host", host), ("port", port)) : ObjectNode.Empty;
        return value.With(["apiVersion"], wanted).With(["spec"], spec);
    }
}
