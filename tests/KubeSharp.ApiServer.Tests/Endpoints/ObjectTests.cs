using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

public sealed class ObjectTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_created_object_has_a_uid_a_version_and_a_time_and_is_read_back_the_same()
    {
        var (code, made) = await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        Assert.Equal(201, code);
        Assert.NotEmpty(made.TextAt("metadata", "uid")!);
        Assert.NotEmpty(made.TextAt("metadata", "resourceVersion")!);
        Assert.Equal("ConfigMap", made.TextAt("kind"));
        Assert.Equal(made, (await _server.SendAsync("GET", Maps + "/a")).Body);
    }

    [Fact]
    public async Task Creating_what_is_there_is_a_conflict()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        var (code, status) = await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        Assert.Equal((409, "AlreadyExists", "configmaps \"a\" already exists"), (code, status.TextAt("reason"), status.TextAt("message")));
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused_with_its_path()
    {
        var (code, status) = await _server.SendAsync("POST", Maps, """{"metadata":{"name":"No_Name"}}""");
        Assert.Equal((422, "Invalid"), (code, status.TextAt("reason")));
        Assert.Equal("metadata.name", ((ArrayNode)status.At("details", "causes")!)[0].TextAt("field"));
    }

    [Fact]
    public async Task Generated_names_begin_with_their_prefix()
    {
        var (code, made) = await _server.SendAsync("POST", Maps, """{"metadata":{"generateName":"made-"}}""");
        Assert.Equal(201, code);
        Assert.Matches("^made-[a-z0-9]{5}$", made.TextAt("metadata", "name"));
    }

    [Fact]
    public async Task An_update_with_an_old_version_is_refused_and_changes_nothing()
    {
        var (_, made) = await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");
        Assert.Equal(200, (await _server.SendAsync("PUT", Maps + "/a", ((ObjectNode)made.With(["data", "k"], "2")).ToString())).Code);
        var (code, status) = await _server.SendAsync("PUT", Maps + "/a", ((ObjectNode)made.With(["data", "k"], "3")).ToString());
        Assert.Equal((409, "Conflict"), (code, status.TextAt("reason")));
        Assert.Equal("2", (await _server.SendAsync("GET", Maps + "/a")).Body.TextAt("data", "k"));
    }

    [Theory]
    [InlineData("application/merge-patch+json", """{"data":{"k":null,"n":"1"}}""")]
    [InlineData("application/strategic-merge-patch+json", """{"data":{"k":null,"n":"1"}}""")]
    [InlineData("application/json-patch+json", """[{"op":"remove","path":"/data/k"},{"op":"add","path":"/data/n","value":"1"}]""")]
    public async Task Each_kind_of_patch_removes_and_adds(string type, string patch)
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var (code, patched) = await _server.SendAsync("PATCH", Maps + "/a", patch, type);
        Assert.Equal(200, code);
        Assert.Equal(Node.Parse("""{"n":"1"}"""), patched["data"]);
    }

    [Fact]
    public async Task A_wrong_type_is_a_bad_request_that_names_the_field()
    {
        var (code, status) = await _server.SendAsync("POST", "/apis/apps/v1/namespaces/default/deployments", """{"metadata":{"name":"a"},"spec":{"replicas":"three"}}""");
        Assert.Equal((400, "BadRequest"), (code, status.TextAt("reason")));
        Assert.Contains("replicas", status.TextAt("message"));
    }

    [Theory]
    [InlineData("Strict", 400)]
    [InlineData("Warn", 201)]
    [InlineData("Ignore", 201)]
    public async Task An_unknown_field_is_treated_as_field_validation_says(string mode, int expected)
    {
        var (code, body) = await _server.SendAsync("POST", $"{Maps}?fieldValidation={mode}", """{"metadata":{"name":"a"},"nonsense":1}""");
        Assert.Equal(expected, code);
        if (expected == 201) { Assert.Null(body["nonsense"]); } else { Assert.Contains("unknown field \"nonsense\"", body.TextAt("message")); }
    }

    [Fact]
    public async Task A_dry_run_stores_nothing()
    {
        Assert.Equal(201, (await _server.SendAsync("POST", Maps + "?dryRun=All", """{"metadata":{"name":"a"}}""")).Code);
        Assert.Equal(404, (await _server.SendAsync("GET", Maps + "/a")).Code);
    }

    [Fact]
    public async Task A_finalizer_holds_a_deleted_object_until_it_is_taken_away()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a","finalizers":["example.com/hold"]}}""");
        Assert.NotNull((await _server.SendAsync("DELETE", Maps + "/a")).Body.TextAt("metadata", "deletionTimestamp"));
        Assert.Equal(200, (await _server.SendAsync("GET", Maps + "/a")).Code);
        await _server.SendAsync("PATCH", Maps + "/a", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        Assert.Equal(404, (await _server.SendAsync("GET", Maps + "/a")).Code);
    }

    [Fact]
    public async Task A_list_in_pages_gives_each_object_once_at_one_revision()
    {
        for (var i = 0; i < 5; i++) { await _server.SendAsync("POST", Maps, $$$"""{"metadata":{"name":"a{{{i}}}"}}"""); }
        var (_, first) = await _server.SendAsync("GET", Maps + "?limit=2");
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a9"}}""");
        var names = new List<string?>();
        for (var page = first; ; page = (await _server.SendAsync("GET", $"{Maps}?limit=2&continue={page.TextAt("metadata", "continue")}")).Body)
        {
            names.AddRange(((ArrayNode)page["items"]!).Select(static i => i.TextAt("metadata", "name")));
            Assert.Equal(first.TextAt("metadata", "resourceVersion"), page.TextAt("metadata", "resourceVersion"));
            if (page.TextAt("metadata", "continue") is null) { break; }
        }
        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], names);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("labelSelector=app%3Dx", "labelSelector=app%3Dx")]
    // Pages of a list that nobody began are read from the store.
    [InlineData("labelSelector=app%3Dx", "labelSelector=app+in+(x)")]
    public async Task Pages_over_all_namespaces_lose_nothing_where_ones_name_begins_anothers(string selector, string sameSelector)
    {
        foreach (var ns in (string[])["pages", "pages-b", "pages0"])
        {
            await _server.SendAsync("POST", "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{ns}}}"}}""");
            foreach (var name in (string[])["a", "b"]) { await _server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", $$$$"""{"metadata":{"name":"{{{{name}}}}","labels":{"app":"x"}}}"""); }
        }
        var (_, whole) = await _server.SendAsync("GET", $"/api/v1/configmaps?{selector}");
        var (_, page) = await _server.SendAsync("GET", $"/api/v1/configmaps?limit=1&{selector}");
        var keys = new List<string>(Keys(page));
        while (page.TextAt("metadata", "continue") is { } next)
        {
            (_, page) = await _server.SendAsync("GET", $"/api/v1/configmaps?limit=1&{sameSelector}&continue={next}");
            keys.AddRange(Keys(page));
        }
        Assert.Equal(Keys(whole), keys);

        static IEnumerable<string> Keys(Node list) => ((ArrayNode)list.At("items")!).Select(static i => $"{i.TextAt("metadata", "namespace")}/{i.TextAt("metadata", "name")}");
    }

    [Fact]
    public async Task An_exact_list_is_of_that_revision_whether_it_is_the_newest_or_not()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        var (_, first) = await _server.SendAsync("GET", Maps);
        var exact = $"{Maps}?resourceVersionMatch=Exact&resourceVersion={first.TextAt("metadata", "resourceVersion")}";
        Assert.Single((ArrayNode)(await _server.SendAsync("GET", exact)).Body["items"]!);
        await _server.SendAsync("POST", "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"}}""");
        Assert.Single((ArrayNode)(await _server.SendAsync("GET", exact)).Body["items"]!);
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"b"}}""");
        var (_, old) = await _server.SendAsync("GET", exact);
        Assert.Equal(first.TextAt("metadata", "resourceVersion"), old.TextAt("metadata", "resourceVersion"));
        Assert.Single((ArrayNode)old["items"]!);
    }

    [Fact]
    public async Task A_label_selector_selects()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a","labels":{"tier":"front"}}}""");
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"b","labels":{"tier":"back"}}}""");
        var (_, list) = await _server.SendAsync("GET", Maps + "?labelSelector=tier%20in%20(back)");
        Assert.Equal("b", Assert.Single((ArrayNode)list["items"]!).TextAt("metadata", "name"));
        Assert.Equal(400, (await _server.SendAsync("GET", Maps + "?labelSelector=a==b==c")).Code);
    }

    [Fact]
    public async Task A_stranger_is_refused_with_the_reason()
    {
        var (code, status) = await _server.SendAsync("GET", Maps, user: "mallory");
        Assert.Equal((403, "configmaps is forbidden: User \"mallory\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"default\""), (code, status.TextAt("message")));
    }

    [Fact]
    public async Task Scale_reads_and_writes_replicas()
    {
        const string sets = "/apis/apps/v1/namespaces/default/replicasets";
        var (made, body) = await _server.SendAsync("POST", sets, """{"metadata":{"name":"a"},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        Assert.True(made == 201, body.ToString());
        var (_, scale) = await _server.SendAsync("GET", sets + "/a/scale");
        Assert.Equal("a=b", scale.TextAt("status", "selector"));
        var (code, scaled) = await _server.SendAsync("PUT", sets + "/a/scale", ((ObjectNode)scale.With(["spec", "replicas"], 5)).ToString());
        Assert.True(code == 200, scaled.ToString());
        Assert.Equal(Node.Parse("5"), (await _server.SendAsync("GET", sets + "/a")).Body.At("spec", "replicas"));
    }

    [Fact]
    public async Task Of_a_deployment_changed_annotations_count_as_a_generation()
    {
        const string deployments = "/apis/apps/v1/namespaces/default/deployments";
        await _server.SendAsync("POST", deployments, """{"metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        Assert.Equal(Node.Parse("1"), (await _server.SendAsync("PATCH", deployments + "/a", """{"metadata":{"labels":{"k":"v"}}}""", "application/merge-patch+json")).Body.At("metadata", "generation"));
        Assert.Equal(Node.Parse("2"), (await _server.SendAsync("PATCH", deployments + "/a", """{"metadata":{"annotations":{"k":"v"}}}""", "application/merge-patch+json")).Body.At("metadata", "generation"));
    }

    [Fact]
    public async Task Options_of_a_deletion_stand_in_the_body_or_in_the_query()
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        Assert.Equal(200, (await _server.SendAsync("DELETE", Maps + "/a?dryRun=nonsense&propagationPolicy=nonsense", """{"dryRun":["All"]}""")).Code);
        var (code, status) = await _server.SendAsync("DELETE", Maps + "/a?propagationPolicy=Foreground&orphanDependents=true");
        Assert.Equal((422, "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Invalid value: \"Foreground\": orphanDependents and deletionPropagation cannot be both set"), (code, status.TextAt("message")));
        (code, status) = await _server.SendAsync("DELETE", Maps + "/a?gracePeriodSeconds=x");
        Assert.Equal((400, "strconv.ParseInt: parsing \"x\": invalid syntax"), (code, status.TextAt("message")));
        (code, status) = await _server.SendAsync("DELETE", Maps + "/a", """{"preconditions":{"resourceVersion":"1"}}""");
        Assert.Equal((409, "ConfigMap"), (code, status.TextAt("details", "kind")));
        Assert.StartsWith("Operation cannot be fulfilled on ConfigMap \"a\": the ResourceVersion in the precondition (1) does not match", status.TextAt("message"), StringComparison.Ordinal);
    }
}
