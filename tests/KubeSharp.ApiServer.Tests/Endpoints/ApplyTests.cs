using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

public sealed class ApplyTests : IAsyncLifetime
{
    private const string Map = "/api/v1/namespaces/default/configmaps/a";
    private const string Deployment = "/apis/apps/v1/namespaces/default/deployments/d";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Applying_makes_the_object_and_again_changes_nothing()
    {
        var (code, made) = await ApplyAsync(Map, "one", Data("k: v"));
        Assert.Equal((201, "v"), (code, made.TextAt("data", "k")));
        Assert.Equal(Node.Parse("""{"f:data":{"f:k":{}}}"""), ((ArrayNode)made.At("metadata", "managedFields")!)[0].At("fieldsV1"));
        var (again, same) = await ApplyAsync(Map, "one", Data("k: v"));
        Assert.Equal((200, made.TextAt("metadata", "resourceVersion")), (again, same.TextAt("metadata", "resourceVersion")));
    }

    [Fact]
    public async Task Two_managers_own_their_fields_and_one_gives_up_its_own_only()
    {
        await ApplyAsync(Map, "one", Data("a: 1x, b: 2x"));
        await ApplyAsync(Map, "two", Data("c: 3x"));
        var (code, left) = await ApplyAsync(Map, "one", Data("a: 1x"));
        Assert.Equal(200, code);
        Assert.Equal(Node.Parse("""{"a":"1x","c":"3x"}"""), left["data"]);
    }

    [Fact]
    public async Task Another_managers_field_is_a_conflict_until_it_is_forced()
    {
        await ApplyAsync(Map, "one", Data("k: v"));
        var (code, status) = await ApplyAsync(Map, "two", Data("k: w"));
        Assert.Equal((409, "Conflict", "Apply failed with 1 conflict: conflict with \"one\": .data.k"), (code, status.TextAt("reason"), status.TextAt("message")));
        var (forced, taken) = await ApplyAsync(Map, "two", Data("k: w"), "&force=true");
        Assert.Equal((200, "w"), (forced, taken.TextAt("data", "k")));
        Assert.Equal(409, (await ApplyAsync(Map, "one", Data("k: v"))).Code);
    }

    [Fact]
    public async Task What_an_update_changed_is_the_updaters()
    {
        await ApplyAsync(Map, "one", Data("k: v"));
        await _server.SendAsync("PATCH", Map + "?fieldManager=editor", """{"data":{"k":"edited"}}""", "application/merge-patch+json");
        var (code, status) = await ApplyAsync(Map, "one", Data("k: v"));
        Assert.Equal((409, ".data.k"), (code, ((ArrayNode)status.At("details", "causes")!)[0].TextAt("field")));
    }

    [Fact]
    public async Task Items_of_a_list_are_merged_by_their_key()
    {
        await ApplyAsync(Deployment, "one", Deploy("{name: a, image: x}"));
        var (code, merged) = await ApplyAsync(Deployment, "two", Deploy("{name: b, image: w}"));
        Assert.Equal(200, code);
        Assert.Equal(["a", "b"], ((ArrayNode)merged.At("spec", "template", "spec", "containers")!).Select(static c => c.TextAt("name")));
        var (_, left) = await ApplyAsync(Deployment, "two", Deploy("{name: c, image: z}"));
        Assert.Equal(["a", "c"], ((ArrayNode)left.At("spec", "template", "spec", "containers")!).Select(static c => c.TextAt("name")));
    }

    [Fact]
    public async Task Without_a_manager_applying_is_refused() =>
        Assert.Equal(422, (await _server.SendAsync("PATCH", Map, Data("k: v"), "application/apply-patch+yaml")).Code);

    private static string Data(string data) => "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {" + data + "}\n";

    private static string Deploy(string container) =>
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [" + container + "]}}}\n";

    private Task<(int Code, ObjectNode Body)> ApplyAsync(string path, string manager, string body, string more = "") =>
        _server.SendAsync("PATCH", $"{path}?fieldManager={manager}{more}", body, "application/apply-patch+yaml");
}
