using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.OpenApi;

/// <summary>The operations that the documents tell, beside upstream's (tests/facts/operations.tsv).</summary>
public sealed class OperationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
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
                if (item.At(method) is not { } operation) { continue; }
                var names = (operation.At("parameters") as ArrayNode ?? ArrayNode.Empty).Concat(item.At("parameters") as ArrayNode ?? ArrayNode.Empty).Select(static p => p.TextAt("name")!).Order(StringComparer.Ordinal);
                var kind = operation.At("x-kubernetes-group-version-kind")!;
                yield return string.Join('\t', method, path, operation.TextAt("x-kubernetes-action"), operation.TextAt("operationId"), $"{kind.TextAt("group")}/{kind.TextAt("version")}/{kind.TextAt("kind")}", string.Join(' ', names));
            }
        }
    }
}
