using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>Whatever is wrong in a patch is the client's mistake, though upstream calls some of it a failure of its own (500, without a reason).</summary>
public sealed class WrongPatchTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const int PatchesOfEachType = 400;
    private const string Path = "/api/v1/namespaces/default/pods/patched?dryRun=All";
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"patched","finalizers":["a/b"],"labels":{"k":"v"}},"spec":{"containers":[{"name":"a","image":"a","ports":[{"containerPort":80}],"env":[{"name":"X","value":"1"}]}],"volumes":[{"name":"v","emptyDir":{}}]}}""";
    private static readonly string[] _names =
    [
        "metadata", "spec", "status", "name", "labels", "finalizers", "containers", "volumes", "env", "ports", "containerPort", "image", "emptyDir", "tolerations", "ownerReferences", "conditions", "x",
        "$patch", "$retainKeys", "$setElementOrder", "$setElementOrder/containers", "$setElementOrder/finalizers", "$deleteFromPrimitiveList", "$deleteFromPrimitiveList/finalizers", "$deleteFromPrimitiveList/containers",
    ];
    private static readonly string[] _scalars = ["null", "true", "1", "-1.5", "\"\"", "\"a\"", "\"replace\"", "\"delete\"", "\"merge\"", "\"a/b\"", "[]", "{}"];
    private static readonly string[] _paths = ["", "/", "/metadata", "/metadata/name", "/metadata/labels/k", "/metadata/finalizers/-", "/spec/containers/0", "/spec/containers/9", "/spec/containers/0/env/0/name", "/spec", "/kind", "spec", "/status/x/y", "/~2"];

    [Theory]
    [InlineData("application/strategic-merge-patch+json")]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/json-patch+json")]
    public async Task No_patch_is_a_failure_of_the_server(string type)
    {
        await MakeAsync();
        var random = new Random(36);
        for (var i = 0; i < PatchesOfEachType; i++)
        {
            var patch = type.StartsWith("application/json-patch", StringComparison.Ordinal) ? Operations(random) : Value(random, 5);
            var (code, body) = await cluster.Server.SendAsync("PATCH", Path, patch, type);
            Assert.True(code is 200 or >= 400 and < 500 || (code == 500 && body.TextAt("reason") is null or ""), $"{code} to {patch}: {body.TextAt("message")}");
        }
    }

    [Theory]
    [InlineData("""{"spec":{"$retainKeys":1}}""", 400, "invalid patch format of retainKeys")]
    [InlineData("""{"spec":{"$patch":"mix"}}""", 500, "unknown patch type: mix in map: map[$patch:mix]")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList":["a/b"]}}""", 400, "invalid patch format of primitive list")]
    public async Task A_wrong_directive_is_told(string patch, int code, string message)
    {
        await MakeAsync();
        var (answered, body) = await cluster.Server.SendAsync("PATCH", Path, patch, "application/strategic-merge-patch+json");
        Assert.Equal((code, message), (answered, body.TextAt("message")));
    }

    [Theory]
    [InlineData("strategic-merge", """{"metadata":{"labels":"x"}}""", "map[metadata:map[labels:x]]", "cannot restore map from string")]
    [InlineData("strategic-merge", """{"spec":{"hostname":1}}""", "map[spec:map[hostname:1]]", "cannot convert int64 to string")]
    [InlineData("strategic-merge", """{"spec":{"priority":"x"}}""", "map[spec:map[priority:x]]", "unrecognized type: int32")]
    [InlineData("strategic-merge", """{"spec":{"tolerations":{}}}""", "map[spec:map[tolerations:map[]]]", "cannot restore slice from map")]
    public async Task What_a_strategic_patch_made_wrong_is_told_by_the_patch(string type, string patch, string shown, string told)
    {
        await MakeAsync();
        var (code, body) = await cluster.Server.SendAsync("PATCH", Path, patch, $"application/{type}-patch+json");
        Assert.Equal((422, $" \"\" is invalid: patch: Invalid value: \"{shown}\": {told}"), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("merge", """{"spec":{"tolerations":{"z":1,"a":2}}}""", """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"patched","namespace":"default","uid":*""")]
    [InlineData("merge", """{"spec":{"tolerations":{"z":1,"a":2}}}""", """*"spec":{"containers":[{"name":"a","image":"a","ports":[{"containerPort":80,"protocol":"TCP"}],"env":[{"name":"X","value":"1"}],"resources":{},*""")]
    [InlineData("merge", """{"spec":{"tolerations":{"z":1,"a":2}}}""", """*,"tolerations":{"a":2,"z":1},"volumes":*""")]
    [InlineData("json", """[{"op":"add","path":"/spec/containers/0/ports/0","value":{"z":"x","containerPort":"x"}}]""", """*"spec":{"containers":[{"env":[{"name":"X","value":"1"}],"image":"a",*""")]
    [InlineData("json", """[{"op":"add","path":"/spec/containers/0/ports/0","value":{"z":"x","containerPort":"x"}}]""", """*"ports":[{"z":"x","containerPort":"x"},{"containerPort":80,"protocol":"TCP"}],*""")]
    public async Task What_another_patch_made_wrong_is_shown_whole_as_upstream_orders_it(string type, string patch, string shown)
    {
        await MakeAsync();
        var (code, body) = await cluster.Server.SendAsync("PATCH", Path, patch, $"application/{type}-patch+json");
        Assert.Equal(422, code);
        var message = body.Object("details").Items("causes")[0].Text("message").Replace("\\\"", "\"", StringComparison.Ordinal);
        foreach (var part in shown.Split('*', StringSplitOptions.RemoveEmptyEntries)) { Assert.Contains(part, message, StringComparison.Ordinal); }
    }

    private async Task MakeAsync()
    {
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
        var (code, body) = await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/pods", Pod);
        Assert.True(code is 201 or 409, body.ToString());
    }

    private static string Value(Random random, int depth) => (depth > 0 ? random.Next(10) : 9) switch
    {
        < 6 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"\"{Of(random, _names)}\":{Value(random, depth - 1)}"))}}}",
        < 8 => $"[{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1)))}]",
        _ => Of(random, _scalars),
    };

    private static string Operations(Random random) => random.Next(20) == 0 ? Value(random, 2)
        : $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $$"""{"op":"{{Of(random, ["add", "remove", "replace", "move", "copy", "test", "x"])}}","path":"{{Of(random, _paths)}}","from":"{{Of(random, _paths)}}","value":{{Value(random, 2)}}}"""))}]";

    private static string Of(Random random, string[] values) => values[random.Next(values.Length)];
}
