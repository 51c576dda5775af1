using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

/// <summary>Sends what was once sent to upstream's API server and compares what comes back.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private static readonly string[] _unlike = ["uid", "resourceVersion", "creationTimestamp", "managedFields"];
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.Server.Objects.CreateAsync("serviceaccounts", ObjectNode.Of(("kind", "ServiceAccount"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", "default"), ("namespace", "default")))), default);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<int> Created => [.. Enumerable.Range(0, ((ArrayNode)Facts.Read("reference/answers.json")["created"]!).Count)];

    public static TheoryData<int> Refused => [.. Enumerable.Range(0, ((ArrayNode)Facts.Read("reference/answers.json")["refused"]!).Count)];

    [Theory]
    [MemberData(nameof(Created))]
    public async Task A_created_object_comes_back_with_upstreams_defaults(int index)
    {
        var sample = ((ArrayNode)Facts.Read("reference/answers.json")["created"]!)[index];
        var (code, answer) = await _server.SendAsync("POST", sample.TextAt("path")!, sample.At("body")!.ToString());
        Assert.Equal(Comparable(sample.At("answer")!), Comparable(answer), ignoreCase: false);
        Assert.Equal(((NumberNode)sample.At("status")!).Integer, code);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_object_is_refused_with_upstreams_status(int index)
    {
        var sample = ((ArrayNode)Facts.Read("reference/answers.json")["refused"]!)[index];
        // The last states of that cluster: its quota and a pod.
        if (sample.At("answer")!.TextAt("message")!.Contains("exceeded quota", StringComparison.Ordinal)) { await UseQuotaAsync(); }
        var body = sample.At("body") is StringNode raw ? raw.Value : sample.At("body")!.ToString();
        var (code, answer) = await _server.SendAsync("POST", sample.TextAt("path")!, body);
        Assert.Equal(sample.At("answer")!.ToString(), answer.ToString());
        Assert.Equal(((NumberNode)sample.At("status")!).Integer, code);
    }

    private async Task UseQuotaAsync()
    {
        await _server.SendAsync("POST", "/api/v1/namespaces/default/limitranges", """{"metadata":{"name":"lr1"},"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"default":{"cpu":"1"}}]}}""");
        await _server.SendAsync("POST", "/api/v1/namespaces/default/resourcequotas", """{"metadata":{"name":"q1"},"spec":{"hard":{"pods":"100","requests.cpu":"4000m"}}}""");
        await _server.SendAsync("PUT", "/api/v1/namespaces/default/resourcequotas/q1/status", """{"metadata":{"name":"q1"},"spec":{"hard":{"pods":"100","requests.cpu":"4"}},"status":{"hard":{"pods":"100","requests.cpu":"4"},"used":{"pods":"5","requests.cpu":"3500m"}}}""");
    }

    // Ids, times, addresses, ports and generated names differ from run to run.
    private static string Comparable(Node node)
    {
        var text = Sorted(node).ToString();
        text = Regex.Replace(text, "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uid>");
        text = Regex.Replace(text, "kube-api-access-[a-z0-9]{5}", "kube-api-access-<x>");
        text = Regex.Replace(text, "\"lastPhaseTransitionTime\":\"[^\"]*\"", "\"lastPhaseTransitionTime\":\"<time>\"");
        text = Regex.Replace(text, "\"nodePort\":(3[0-9]{4}|\"<port>\")", "\"nodePort\":<port>");
        return Regex.Replace(text, "\"10\\.(9[6-9]|10[0-9]|11[01])\\.[0-9]+\\.[0-9]+\"", "\"<ip>\"");
    }

    private static Node Sorted(Node node) => node switch
    {
        ObjectNode fields => fields.Where(static f => !_unlike.Contains(f.Key)).OrderBy(static f => f.Key, StringComparer.Ordinal)
            .Aggregate(ObjectNode.Empty, static (sum, f) => sum.Set(f.Key, Sorted(f.Value))),
        ArrayNode items => new ArrayNode([.. items.Select(Sorted)]),
        _ => node,
    };
}
