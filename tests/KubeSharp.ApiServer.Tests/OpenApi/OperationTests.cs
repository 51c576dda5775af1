using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.OpenApi;

/// <summary>The operations that the documents tell, beside upstream's (tests/facts/operations.tsv).</summary>
public sealed class OperationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Formats = "application/json application/yaml application/vnd.kubernetes.protobuf", Streamed = Formats + " application/json;stream=watch application/vnd.kubernetes.protobuf;stream=watch";
    private static readonly string[] _methods = ["get", "put", "post", "patch", "delete", "head", "options"];

    [Fact]
    public async Task Operations_are_upstreams_by_path_id_action_kind_and_parameters()
    {
        var expected = (await File.ReadAllLinesAsync(Facts.PathOf("operations.tsv"))).ToHashSet(StringComparer.Ordinal);
        var document = (await cluster.Server.SendAsync("GET", "/openapi/v2")).Body;
        var found = Rows((ObjectNode)document["paths"]!).ToHashSet(StringComparer.Ordinal);
        // What upstream does not serve any more is no part of the comparison.
        var groups = expected.Select(GroupOf).ToHashSet(StringComparer.Ordinal);
        var (missing, other) = (expected.Except(found).Order(StringComparer.Ordinal).ToArray(), found.Except(expected).Where(r => groups.Contains(GroupOf(r))).Order(StringComparer.Ordinal).ToArray());
        Assert.True(missing.Length == 0 && other.Length == 0, $"{missing.Length} are missing:\n{string.Join('\n', missing)}\n{other.Length} are others:\n{string.Join('\n', other)}");
    }

    [Theory]
    [InlineData("/api/v1/namespaces/{namespace}/pods/{name}", "delete", "io.k8s.api.core.v1.Pod", Formats)]
    [InlineData("/api/v1/namespaces/{namespace}/configmaps/{name}", "delete", "io.k8s.apimachinery.pkg.apis.meta.v1.Status", Formats)]
    [InlineData("/apis/storage.k8s.io/v1/csidrivers/{name}", "delete", "io.k8s.api.storage.v1.CSIDriver", Formats)]
    [InlineData("/apis/storage.k8s.io/v1/csidrivers", "delete", "io.k8s.apimachinery.pkg.apis.meta.v1.Status", Formats)]
    [InlineData("/api/v1/pods", "get", "io.k8s.api.core.v1.PodList", Streamed)]
    [InlineData("/api/v1/watch/pods", "get", "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent", Streamed)]
    public async Task Operations_tell_what_they_answer_and_in_which_forms(string path, string method, string answer, string types)
    {
        var operation = (await cluster.Server.SendAsync("GET", "/openapi/v2")).Body.At("paths", path, method)!;
        Assert.Equal("#/definitions/" + answer, operation.TextAt("responses", "200", "schema", "$ref"));
        Assert.Equal(types, string.Join(' ', ((ArrayNode)operation.At("produces")!).Select(static t => ((StringNode)t).Value)));
    }

    // As kube-apiserver v1.36.2 tells them.
    [Theory]
    [InlineData("api/v1", "/api/v1/", "get", "core_v1", "get available resources")]
    [InlineData("api/v1", "/api/v1/namespaces/{namespace}/endpoints", "post", "core_v1", "create Endpoints")]
    [InlineData("api/v1", "/api/v1/namespaces/{namespace}/events/{name}", "delete", "core_v1", "delete an Event")]
    [InlineData("api/v1", "/api/v1/namespaces/{namespace}/pods/{name}/binding", "post", "core_v1", "create binding of a Pod")]
    [InlineData("api/v1", "/api/v1/namespaces/{namespace}/pods/{name}/exec", "get", "core_v1", "connect GET requests to exec of Pod")]
    [InlineData("api/v1", "/api/v1/componentstatuses", "get", "core_v1", "list objects of kind ComponentStatus")]
    [InlineData("apis/apps/v1", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale", "patch", "apps_v1", "partially update scale of the specified Deployment")]
    [InlineData("apis/rbac.authorization.k8s.io/v1", "/apis/rbac.authorization.k8s.io/v1/roles", "get", "rbacAuthorization_v1", "list or watch objects of kind Role")]
    [InlineData("apis/flowcontrol.apiserver.k8s.io", "/apis/flowcontrol.apiserver.k8s.io/", "get", "flowcontrolApiserver", "get information of a group")]
    [InlineData("version", "/version/", "get", "version", "get the version information for this server")]
    [InlineData("openid/v1/jwks", "/openid/v1/jwks/", "get", "openid", "get service account issuer OpenID JSON Web Key Set (contains public token verification keys)")]
    public async Task Operations_tell_what_they_do_and_which_they_belong_to(string document, string path, string method, string tag, string meaning)
    {
        foreach (var version in (string[])["/openapi/v2", "/openapi/v3/" + document])
        {
            var operation = (await cluster.Server.SendAsync("GET", version)).Body.At("paths", path, method)!;
            Assert.Equal((tag, meaning), (((ArrayNode)operation.At("tags")!)[0].ToString().Trim('"'), operation.TextAt("description")));
        }
    }

    [Fact]
    public async Task No_list_of_parameters_is_empty_and_what_all_operations_of_a_path_take_stands_once()
    {
        var paths = (ObjectNode)(await cluster.Server.SendAsync("GET", "/openapi/v3/apis/apps/v1")).Body["paths"]!;
        Assert.All(paths, static p => Assert.DoesNotContain("\"parameters\":[]", p.Value.ToString(), StringComparison.Ordinal));
        static string Names(Node? parameters) => string.Join(' ', (parameters as ArrayNode ?? ArrayNode.Empty).Select(static p => p.TextAt("name")));
        Assert.Equal("name namespace pretty", Names(paths.At("/apis/apps/v1/namespaces/{namespace}/deployments/{name}", "parameters")));
        Assert.Equal("dryRun fieldManager fieldValidation force", Names(paths.At("/apis/apps/v1/namespaces/{namespace}/deployments/{name}", "patch", "parameters")));
        Assert.StartsWith("allowWatchBookmarks continue ", Names(paths.At("/apis/apps/v1/deployments", "parameters")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/NS/serviceaccounts", """{"metadata":{"name":"x"}}""", "ServiceAccount")]
    [InlineData("/apis/storage.k8s.io/v1/storageclasses", """{"metadata":{"name":"x"},"provisioner":"a.b/c"}""", "StorageClass")]
    [InlineData("/api/v1/namespaces/NS/configmaps", """{"metadata":{"name":"x"}}""", "Status")]
    public async Task Deletions_answer_what_the_document_tells(string collection, string body, string kind)
    {
        var path = collection.Replace("NS", await cluster.NamespaceAsync(), StringComparison.Ordinal);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, body)).Code);
        Assert.Equal(kind, (await cluster.Server.SendAsync("DELETE", path + "/x")).Body.TextAt("kind"));
    }

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own_and_every_parameter_a_meaning()
    {
        foreach (var path in (string[])["/openapi/v2", "/openapi/v3/api/v1", "/openapi/v3/apis/apps/v1"])
        {
            var document = (await cluster.Server.SendAsync("GET", path)).Body;
            var items = ((ObjectNode)document["paths"]!).Select(static p => p.Value).ToArray();
            var ids = items.SelectMany(static i => _methods.Select(m => i.TextAt(m, "operationId"))).OfType<string>().ToArray();
            Assert.NotEmpty(ids);
            Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
            var parameters = items.SelectMany(static i => _methods.SelectMany(m => i.At(m, "parameters") as ArrayNode ?? ArrayNode.Empty).Concat(i.At("parameters") as ArrayNode ?? ArrayNode.Empty));
            Assert.All(parameters.Where(static p => p.TextAt("in") != "body"), static p => Assert.False(string.IsNullOrEmpty(p.TextAt("description")), p.ToString()));
        }
    }

    private static string GroupOf(string row) => row.Split('\t')[1].Split('/') is var steps ? string.Join('/', steps.Take(steps[1] == "api" ? 3 : 4)) : "";

    private static IEnumerable<string> Rows(ObjectNode paths)
    {
        foreach (var (path, item) in paths)
        {
            foreach (var method in _methods)
            {
                // Discovery has no kind, and is looked at by itself.
                if (item.At(method) is not { } operation || operation.At("x-kubernetes-group-version-kind") is null) { continue; }
                var names = (operation.At("parameters") as ArrayNode ?? ArrayNode.Empty).Concat(item.At("parameters") as ArrayNode ?? ArrayNode.Empty).Select(static p => p.TextAt("name")!).Order(StringComparer.Ordinal);
                var kind = operation.At("x-kubernetes-group-version-kind")!;
                yield return string.Join('\t', method, path, operation.TextAt("x-kubernetes-action"), operation.TextAt("operationId"), $"{kind.TextAt("group")}/{kind.TextAt("version")}/{kind.TextAt("kind")}", string.Join(' ', names));
            }
        }
    }
}
