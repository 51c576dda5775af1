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
}
