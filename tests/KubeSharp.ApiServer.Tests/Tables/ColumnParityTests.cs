using KubeSharp.ApiServer.Tables;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Tables;

public sealed class ColumnParityTests
{
    [Fact]
    public void Columns_are_those_that_upstream_prints()
    {
        var different = new List<string>();
        foreach (var (path, expected) in Facts.Read("reference/tables.json"))
        {
            var parts = path.Split('/');
            var resource = parts[0] == "core" ? parts[2] : $"{parts[2]}.{parts[0]}";
            static string Shape(Node c) => $"{c.TextAt("name")}:{c.TextAt("type")}:{c.TextAt("format")}:{c.At("priority")}";
            var wanted = ((ArrayNode)expected).Select(Shape);
            var have = TableColumns.Of(resource == "events.events.k8s.io" ? "events" : resource).Select(static c => Shape(c.Definition));
            if (!wanted.SequenceEqual(have)) { different.Add($"{path}: wanted {string.Join(", ", wanted.Except(have))}; have {string.Join(", ", have.Except(wanted))}"); }
        }
        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    [Fact]
    public void Every_column_says_what_it_means()
    {
        var mute = Facts.Read("reference/tables.json").Select(static t => t.Key.Split('/')).Select(static p => p[0] == "core" ? p[2] : p[2] == "events" ? "events" : $"{p[2]}.{p[0]}").Distinct()
            .SelectMany(static r => TableColumns.Of(r).Where(static c => string.IsNullOrEmpty(c.Definition.TextAt("description"))).Select(c => $"{r} {c.Name}"));
        // Compat: upstream looks for what it means among the fields of metadata, where it is not.
        Assert.Equal(["runtimeclasses.node.k8s.io Handler"], mute);
    }

    [Theory]
    [InlineData("pods", "IP", "podIP address allocated to the pod.")]
    [InlineData("pods", "Name", "Name must be unique within a namespace.")]
    [InlineData("nodes", "Version", "Kubelet Version reported by the node.")]
    [InlineData("services", "Cluster-IP", "clusterIP is the IP address of the service")]
    [InlineData("daemonsets.apps", "Node Selector", "NodeSelector is a selector which must be true")]
    public void A_column_that_shows_a_field_means_what_the_field_does(string resource, string column, string begin) =>
        Assert.StartsWith(begin, TableColumns.Of(resource).Single(c => c.Name == column).Definition.TextAt("description"), StringComparison.Ordinal);
}
