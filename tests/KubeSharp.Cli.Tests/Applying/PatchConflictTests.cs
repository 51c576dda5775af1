using KubeSharp.Cli.Applying;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Applying;

/// <summary>What apply --overwrite=false leaves to others. Source: the stock kubectl's words.</summary>
public sealed class PatchConflictTests
{
    private static ObjectNode Json(string text) => (ObjectNode)Node.Parse(text);

    [Theory]
    [InlineData("""{"data":{"a":"d"}}""", """{"data":{"a":"c","e":"f"}}""", "patch:\ndata:\n  a: d\n\nconflicts with changes made from original to current:\ndata:\n  a: c\n  e: f\n\n")]
    [InlineData("""{"data":{"a":"c"}}""", """{"data":{"a":"c"}}""", "")]
    [InlineData("""{"data":{"x":"y"}}""", """{"data":{"a":"c"}}""", "")]
    public void A_field_that_both_changed_otherwise_is_a_conflict(string patch, string live, string told) =>
        Assert.Equal(told, PatchConflict.Of(Json(patch), Json(live), KindSchemas.Of("", "v1", "ConfigMap")!));
}
