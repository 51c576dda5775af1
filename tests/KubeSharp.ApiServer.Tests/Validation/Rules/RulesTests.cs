using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Tests.Validation.Corpus;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.ApiServer.Tests.Validation.Rules;

/// <summary>
/// Upstream's rules, one a row of the files in this folder: a right object, a change of it by merge patch, and all that must then be said of it:
/// each cause with its reason and field, and no other. A row that says nothing is one that must be let through.
/// </summary>
public sealed class RulesTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly ILookup<string, ObjectNode> _files = Directory.EnumerateFiles(Path.Combine(Facts.PathOf(".."), "KubeSharp.ApiServer.Tests", "Validation", "Rules"), "*.yaml")
        .SelectMany(static f => Yaml.ReadAll(File.ReadAllText(f), hasWords: false)).Cast<ObjectNode>().ToLookup(static d => d.Text("kind"));

    public static TheoryData<string> Kinds => [.. _files.Select(static f => f.Key)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_new_object_is_told_what_is_wrong_and_nothing_else(string kind) => EachAsync(kind, "create", row =>
    {
        var body = (ObjectNode)MergePatch.Apply(MergePatch.Apply(Seed(kind), row["on"] ?? ObjectNode.Empty), row.Object("set"));
        return cluster.Server.SendAsync("POST", Samples.PathOf(body) + "?dryRun=All", body.ToString());
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_changed_object_is_told_what_is_wrong_and_nothing_else(string kind) => EachAsync(kind, "update", async row =>
        await cluster.Server.SendAsync("PATCH", await StoredAsync(kind, row) + "?dryRun=All", row.Object("set").ToString(), "application/merge-patch+json"));

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_changed_status_is_told_what_is_wrong_and_nothing_else(string kind) => EachAsync(kind, "status", async row =>
        await cluster.Server.SendAsync("PATCH", await StoredAsync(kind, row) + "/status?dryRun=All", ObjectNode.Of(("status", row.Object("set"))).ToString(), "application/merge-patch+json"));

    private static ObjectNode Seed(string kind) => Samples.Seeds[kind];

    // The seed as it is stored, with what the row wants of it ("on", and "status" by itself), under another name than that of new objects.
    private async Task<string> StoredAsync(string kind, ObjectNode row)
    {
        var seed = (ObjectNode)MergePatch.Apply(Seed(kind), row["on"] ?? ObjectNode.Empty);
        var isOwn = row.Has("on") || row.Has("status");
        // What has its name from its spec keeps it.
        if (!row.Object("on").Has("metadata") && seed.Text("kind") is not ("IPAddress" or "APIService")) { seed = (ObjectNode)seed.With(["metadata", "name"], $"{seed.TextAt("metadata", "name")}-{(isOwn ? Interlocked.Increment(ref _names) : 0)}"); }
        var path = $"{Samples.PathOf(seed)}/{seed.TextAt("metadata", "name")}";
        if (!isOwn && (await cluster.Server.SendAsync("GET", path)).Code == 200) { return path; }
        var (code, answer) = await cluster.Server.SendAsync("POST", Samples.PathOf(seed), seed.ToString());
        Assert.True(code == 201, answer.ToString());
        if (!row.Has("status")) { return path; }
        (code, answer) = await cluster.Server.SendAsync("PATCH", path + "/status", ObjectNode.Of(("status", row["status"]!)).ToString(), "application/merge-patch+json");
        Assert.True(code == 200, answer.ToString());
        return path;
    }

    private async Task EachAsync(string kind, string when, Func<ObjectNode, Task<(int Code, ObjectNode Answer)>> send)
    {
        if (!cluster.Server.Server.Objects.List("serviceaccounts").Any()) { await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}"""); }
        var wrong = new List<string>();
        foreach (var row in _files[kind].SelectMany(d => d.Items(when)).Cast<ObjectNode>())
        {
            var (code, answer) = await send(row);
            var causes = answer.Object("details").Items("causes").Select(static c => (Reason: c.Text("reason").Replace("FieldValue", "", StringComparison.Ordinal), Field: c.Text("field"), Message: c.Text("message"))).ToArray();
            // Under "tells" stand all causes, each as often as it is told and in upstream's order.
            var (isExact, expected) = (row.Has("tells"), row.Texts("says").Concat(row.Texts("tells")).Select(Read).ToArray());
            var isSaid = isExact ? causes.Length == expected.Length && causes.Zip(expected).All(static p => (p.First.Reason, p.First.Field) == (p.Second.Reason, p.Second.Field) && p.First.Message.Contains(p.Second.Message, StringComparison.Ordinal)) : expected.All(e => causes.Any(c => c.Reason == e.Reason && c.Field == e.Field && c.Message.Contains(e.Message, StringComparison.Ordinal)))
                && causes.All(c => expected.Any(e => c.Reason == e.Reason && c.Field == e.Field));
            if (!isSaid || (expected.Length == 0) != (code is 200 or 201)) { wrong.Add($"{row.Object("set")}\n  wanted {string.Join("; ", row.Texts("says").Concat(row.Texts("tells")))}\n  got {code} {(code < 300 ? "" : string.Join("; ", causes.Select(static c => $"{c.Reason} {c.Field}: {c.Message}")) + (causes.Length == 0 ? answer.Text("message") : ""))}"); }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // "Invalid spec.replicas: must be", as reason, field and, if it matters, a part of the message.
    private static (string Reason, string Field, string Message) Read(string text)
    {
        var (reason, rest) = (text[..text.IndexOf(' ')], text[(text.IndexOf(' ') + 1)..]);
        var colon = rest.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? (reason, rest, "") : (reason, rest[..colon], rest[(colon + 2)..]);
    }

    private static int _names;
}
