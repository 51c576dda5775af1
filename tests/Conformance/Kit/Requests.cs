using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>Requests with the code they must be answered with; where it is another one the answer is shown.</summary>
internal static class Requests
{
    private const string Merge = "application/merge-patch+json", Strategic = "application/strategic-merge-patch+json", Json = "application/json-patch+json";

    public static Task<ObjectNode> GetAsync(this TestServer server, string path, int code = 200) => server.DoAsync("GET", path, null, "application/json", code);

    public static Task<ObjectNode> PostAsync(this TestServer server, string path, string body, int code = 201) => server.DoAsync("POST", path, body, "application/json", code);

    public static Task<ObjectNode> PutAsync(this TestServer server, string path, Node body, int code = 200) => server.DoAsync("PUT", path, body.ToString(), "application/json", code);

    public static Task<ObjectNode> MergeAsync(this TestServer server, string path, string patch, int code = 200) => server.DoAsync("PATCH", path, patch, Merge, code);

    public static Task<ObjectNode> StrategicAsync(this TestServer server, string path, string patch, int code = 200) => server.DoAsync("PATCH", path, patch, Strategic, code);

    public static Task<ObjectNode> JsonPatchAsync(this TestServer server, string path, string patch, int code = 200) => server.DoAsync("PATCH", path, patch, Json, code);

    public static Task<ObjectNode> DeleteAsync(this TestServer server, string path, int code = 200, string? body = null) => server.DoAsync("DELETE", path, body, "application/json", code);

    /// <summary>Changes what is there and puts it, again after a conflict.</summary>
    public static async Task<ObjectNode> ChangeAsync(this TestServer server, string path, Func<ObjectNode, Node> change)
    {
        while (true)
        {
            var (code, body) = await server.SendAsync("PUT", path, change(await server.GetAsync(path)).ToString());
            if (code == 409) { continue; }
            Assert.True(code == 200, $"PUT {path}: {code} {body}");
            return body;
        }
    }

    /// <summary>The items of a list.</summary>
    public static async Task<ObjectNode[]> ListAsync(this TestServer server, string path) => [.. ((ArrayNode)(await server.GetAsync(path))["items"]!).Cast<ObjectNode>()];

    /// <summary>Whether all that is expected is in what there is; of lists each expected item, whatever else is there.</summary>
    public static bool Holds(this Node? actual, Node expected) => (actual, expected) switch
    {
        (ObjectNode a, ObjectNode e) => e.Fields.ToArray().All(f => a[f.Key].Holds(f.Value)),
        (ArrayNode a, ArrayNode e) => e.All(i => a.Any(j => j.Holds(i))),
        _ => expected.Equals(actual),
    };

    private static async Task<ObjectNode> DoAsync(this TestServer server, string method, string path, string? body, string type, int code)
    {
        var (answered, answer) = await server.SendAsync(method, path, body, type);
        Assert.True(answered == code, $"{method} {path}: {answered}, not {code}: {answer}");
        return answer;
    }
}
