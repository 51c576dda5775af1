using System.Net;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Conformance.Tests;

/// <summary>Another API server behind an APIService: a small one serves wardle.example.com/v1alpha1.</summary>
public sealed class AggregationTests : IAsyncLifetime
{
    private const string Services = "/apis/apiregistration.k8s.io/v1/apiservices";
    private const string Flunders = "/apis/wardle.example.com/v1alpha1/namespaces/default/flunders";
    private readonly Dictionary<string, ObjectNode> _flunders = [];
    private readonly List<(string User, string Groups)> _callers = [];
    private TestServer _server = null!;
    private WebhookServer _sample = null!;

    public async Task InitializeAsync()
    {
        _sample = await WebhookServer.StartAsync(SampleAsync, "sample.default.svc");
        _server = await TestServer.StartAsync(options => options with { ResolveService = _ => _ => _sample.Address });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _sample.DisposeAsync();
    }

    [Fact]
    public async Task Another_server_is_reached_through_this_one_and_told_who_asks()
    {
        await RegisterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Flunders) { Content = new StringContent("""{"kind":"Flunder","apiVersion":"wardle.example.com/v1alpha1","metadata":{"name":"a"}}""") };
        request.Headers.Add("X-Remote-User", "somebody-else");
        request.Headers.Add("X-Remote-Group", "system:masters");
        request.Headers.Add("X-Remote-Extra-Scopes", "all");
        request.Content.Headers.ContentType = new("application/json");
        using var made = await _server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Contains(("admin", "system:masters|system:authenticated"), _callers);
        Assert.DoesNotContain(_callers, static c => c.User.Contains("somebody", StringComparison.Ordinal));
        Assert.Equal("a", Assert.Single((ArrayNode)(await _server.SendAsync("GET", Flunders)).Body["items"]!).TextAt("metadata", "name"));
        Assert.Equal(200, (await _server.SendAsync("DELETE", Flunders + "/a")).Code);
        Assert.Empty((ArrayNode)(await _server.SendAsync("GET", Flunders)).Body["items"]!);
    }

    [Fact]
    public async Task Its_groups_stand_in_discovery_plain_and_aggregated()
    {
        await RegisterAsync();
        Assert.Contains((ArrayNode)(await _server.SendAsync("GET", "/apis")).Body["groups"]!, static g => g.TextAt("name") == "wardle.example.com");
        Assert.Equal("wardle.example.com/v1alpha1", (await _server.SendAsync("GET", "/apis/wardle.example.com")).Body.TextAt("preferredVersion", "groupVersion"));
        Assert.Equal("flunders", ((ArrayNode)(await _server.SendAsync("GET", "/apis/wardle.example.com/v1alpha1")).Body["resources"]!)[0].TextAt("name"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apis");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        using var response = await _server.Client.SendAsync(request);
        var group = Assert.Single((ArrayNode)Node.Parse(await response.Content.ReadAsByteArrayAsync()).At("items")!, static g => g.TextAt("metadata", "name") == "wardle.example.com");
        Assert.Equal("flunders", ((ArrayNode)((ArrayNode)group.At("versions")!)[0].At("resources")!)[0].TextAt("resource"));
    }

    [Fact]
    public async Task What_it_says_of_its_types_stands_in_the_one_OpenAPI_document_and_conflicting_names_differ()
    {
        await RegisterAsync();
        ObjectNode document = ObjectNode.Empty;
        await CustomResourceKit.UntilAsync(async () => (document = (await _server.SendAsync("GET", "/openapi/v2")).Body).At("paths", Flunders.Replace("/default/", "/{namespace}/", StringComparison.Ordinal)) is not null, "its paths in /openapi/v2");
        Assert.Null(document.At("paths", "/version-of-the-sample"));
        Assert.Equal("#/definitions/com.example.Flunder", document.TextAt("paths", Flunders.Replace("/default/", "/{namespace}/", StringComparison.Ordinal), "get", "responses", "200", "schema", "$ref"));
        // The same as ours but for the kinds that it lists: one of them stands for both.
        Assert.Equal("#/definitions/io.k8s.api.core.v1.SecretReference", document.TextAt("definitions", "com.example.Flunder", "properties", "secret", "$ref"));
        Assert.Equal("#/definitions/io.k8s.api.core.v1.Pod_v2", document.TextAt("definitions", "com.example.Flunder", "properties", "pod", "$ref"));
        Assert.Equal("a pod of another sort", document.TextAt("definitions", "io.k8s.api.core.v1.Pod_v2", "description"));
        Assert.NotNull(document.At("definitions", "io.k8s.api.core.v1.Pod", "properties", "spec"));
        await _server.SendAsync("DELETE", Services + "/v1alpha1.wardle.example.com");
        await CustomResourceKit.UntilAsync(async () => (await _server.SendAsync("GET", "/openapi/v2")).Body.At("definitions", "com.example.Flunder") is null, "its part of the document to go");
    }

    [Fact]
    public async Task An_APIService_is_listed_patched_and_deleted_with_others_while_it_serves()
    {
        await RegisterAsync();
        const string One = Services + "/v1alpha1.wardle.example.com";
        const string Merge = "application/merge-patch+json";
        Assert.Equal(200, (await _server.SendAsync("PATCH", One, """{"metadata":{"labels":{"e2e-sample":"labeled"}},"spec":{"versionPriority":400}}""", Merge)).Code);
        var (_, read) = await _server.SendAsync("GET", One);
        Assert.Equal(400, ((NumberNode)read.At("spec", "versionPriority")!).Integer);
        var now = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var (code, status) = await _server.SendAsync("PATCH", One + "/status", $$"""{"status":{"conditions":[{"type":"StatusUpdated","status":"True","lastTransitionTime":"{{now}}","reason":"E2E","message":"Set by e2e test"}]} }""", Merge);
        Assert.True(code == 200, status.ToString());
        Assert.Equal("StatusUpdated", ((ArrayNode)(await _server.SendAsync("GET", One + "/status")).Body.At("status", "conditions")!)[0].TextAt("type"));
        await UntilConditionAsync("True", "Passed");
        Assert.Equal(200, (await _server.SendAsync("GET", Flunders)).Code);
        Assert.Equal("v1alpha1.wardle.example.com", Assert.Single((ArrayNode)(await _server.SendAsync("GET", Services + "?labelSelector=e2e-sample%3Dlabeled")).Body["items"]!).TextAt("metadata", "name"));
        Assert.Equal(200, (await _server.SendAsync("DELETE", Services + "?labelSelector=e2e-sample%3Dlabeled")).Code);
        await CustomResourceKit.UntilAsync(async () => (await _server.SendAsync("GET", One)).Code == 404 && (await _server.SendAsync("GET", Flunders)).Code == 404, "the version to go");
    }

    [Fact]
    public async Task A_service_that_is_missing_or_has_no_endpoints_makes_its_versions_unavailable()
    {
        await _server.SendAsync("POST", Services, Registration());
        await UntilConditionAsync("False", "ServiceNotFound");
        Assert.Equal(503, (await _server.SendAsync("GET", Flunders)).Code);
        await _server.SendAsync("POST", "/api/v1/namespaces/default/services", """{"metadata":{"name":"sample"},"spec":{"ports":[{"port":443}]}}""");
        await UntilConditionAsync("False", "MissingEndpoints");
        await AddEndpointsAsync();
        await UntilConditionAsync("True", "Passed");
        Assert.Equal(200, (await _server.SendAsync("GET", Flunders)).Code);
        await _server.SendAsync("DELETE", Services + "/v1alpha1.wardle.example.com");
        await CustomResourceKit.UntilAsync(async () => (await _server.SendAsync("GET", Flunders)).Code == 404, "the version to go");
    }

    [Fact]
    public async Task What_this_server_serves_itself_has_local_services_custom_resources_too()
    {
        await CustomResourceKit.UntilAsync(async () => (await _server.SendAsync("GET", Services + "/v1.apps")).Code == 200, "local services");
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        await CustomResourceKit.UntilAsync(async () => (await _server.SendAsync("GET", Services + "/v1.stable.example.com")).Body.At("status", "conditions")?.ToString().Contains("Local", StringComparison.Ordinal) == true, "a service of the custom group");
        await _server.SendAsync("DELETE", $"{CustomResourceKit.Path}/crontabs.stable.example.com");
        await CustomResourceKit.UntilAsync(async () => (await _server.SendAsync("GET", Services + "/v1.stable.example.com")).Code == 404, "the service of the custom group to go");
    }

    private async Task RegisterAsync()
    {
        await _server.SendAsync("POST", "/api/v1/namespaces/default/services", """{"metadata":{"name":"sample"},"spec":{"ports":[{"port":443}]}}""");
        await AddEndpointsAsync();
        var (code, made) = await _server.SendAsync("POST", Services, Registration());
        Assert.True(code == 201, made.ToString());
        await UntilConditionAsync("True", "Passed");
    }

    private Task AddEndpointsAsync() => _server.SendAsync("POST", "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
        """{"metadata":{"name":"sample","labels":{"kubernetes.io/service-name":"sample"}},"addressType":"IPv4","ports":[{"name":"","port":443}],"endpoints":[{"addresses":["192.0.2.7"],"conditions":{"ready":true}}]}""");

    private static string Registration() => $$$"""
        {"metadata":{"name":"v1alpha1.wardle.example.com"},"spec":{"group":"wardle.example.com","version":"v1alpha1","service":{"namespace":"default","name":"sample"},
        "caBundle":"{{{WebhookServer.CaBundle}}}","groupPriorityMinimum":2000,"versionPriority":200} }
        """;

    private Task UntilConditionAsync(string status, string reason) => CustomResourceKit.UntilAsync(async () =>
        (await _server.SendAsync("GET", Services + "/v1alpha1.wardle.example.com")).Body.At("status", "conditions") is ArrayNode conditions
        && conditions.Any(c => c.TextAt("type") == "Available" && c.TextAt("status") == status && c.TextAt("reason") == reason), $"Available={status} ({reason})");

    // The sample server: lists, makes and deletes flunders, and has no aggregated discovery of its own.
    private async Task<ObjectNode?> SampleAsync(HttpContext context, ObjectNode body)
    {
        _callers.Add((context.Request.Headers["X-Remote-User"].ToString(), string.Join('|', context.Request.Headers["X-Remote-Group"].ToArray())));
        Assert.False(context.Request.Headers.ContainsKey("X-Remote-Extra-Scopes"));
        var path = context.Request.Path.Value!;
        switch (context.Request.Method)
        {
            case "GET" when path == "/apis/wardle.example.com/v1alpha1":
                return (ObjectNode)Node.Parse("""{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"wardle.example.com/v1alpha1","resources":[{"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder","verbs":["create","delete","get","list"]}]}""");
            case "GET" when path == "/openapi/v2": return await SwaggerAsync();
            case "GET" when path == Flunders: return ObjectNode.Of(("kind", "FlunderList"), ("apiVersion", "wardle.example.com/v1alpha1"), ("metadata", ObjectNode.Empty), ("items", new ArrayNode([.. _flunders.Values])));
            case "POST":
                _flunders[body.TextAt("metadata", "name")!] = body;
                context.Response.StatusCode = 201;
                return body;
            case "DELETE":
                _flunders.Remove(path.Split('/')[^1]);
                return ObjectNode.Of(("kind", "Status"), ("apiVersion", "v1"), ("status", "Success"));
            default:
                context.Response.StatusCode = 404;
                await context.Response.WriteAsync("404 page not found");
                return null;
        }
    }

    // It knows secrets as this server does, and calls something of its own a Pod.
    private async Task<ObjectNode> SwaggerAsync()
    {
        var ours = (await _server.SendAsync("GET", "/openapi/v2")).Body.At("definitions", "io.k8s.api.core.v1.SecretReference")!;
        var document = (ObjectNode)Node.Parse("""
            {"swagger":"2.0","paths":{"/version-of-the-sample":{"get":{"responses":{}}},"/apis/wardle.example.com/v1alpha1/namespaces/{namespace}/flunders":{"get":{"responses":{"200":{"description":"OK","schema":{"$ref":"#/definitions/com.example.Flunder"}}}}}},
            "definitions":{"com.example.Flunder":{"type":"object","properties":{"secret":{"$ref":"#/definitions/io.k8s.api.core.v1.SecretReference"},"pod":{"$ref":"#/definitions/io.k8s.api.core.v1.Pod"}}},
            "io.k8s.api.core.v1.Pod":{"type":"object","description":"a pod of another sort"},"com.example.Unused":{"type":"object"}}}
            """);
        return (ObjectNode)document.With(["definitions", "io.k8s.api.core.v1.SecretReference"], ours);
    }
}
