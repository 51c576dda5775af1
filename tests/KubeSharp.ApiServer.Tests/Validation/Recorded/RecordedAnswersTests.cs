using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Tests.Validation.Corpus;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.ApiServer.Tests.Validation.Recorded;

/// <summary>
/// What upstream's own API server (v1.36.2) answered to changed objects of the corpus, recorded: code, and each cause with reason, field and
/// message. One answer a line of answers.tsv: kind, the change as a merge patch, code, causes (or the message where there are none); of
/// changes.tsv, where the object itself is there and the patch is sent: kind, subresource, patch, code, causes.
/// </summary>
public sealed class RecordedAnswersTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly ILookup<string, string[]> _rows = Rows("answers.tsv"), _changes = Rows("changes.tsv");

    public static TheoryData<string> Kinds => [.. _rows.Select(static r => r.Key)];

    public static TheoryData<string> ChangedKinds => [.. _changes.Select(static r => r.Key)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_new_object_is_answered_as_upstream_answers_it(string kind)
    {
        await MakeAccountsAsync();
        var wrong = new List<string>();
        foreach (var row in _rows[kind])
        {
            var body = (ObjectNode)MergePatch.Apply(Samples.Seeds[kind], Node.Parse(row[1]));
            var (code, answer) = await cluster.Server.SendAsync("POST", Samples.PathOf(Samples.Seeds[kind]) + "?dryRun=All&fieldValidation=Strict", body.ToString());
            Compare(row[1], row[2..], code, answer, wrong);
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {_rows[kind].Count()}\n" + string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(ChangedKinds))]
    public async Task A_change_is_answered_as_upstream_answers_it(string kind)
    {
        await MakeAccountsAsync();
        var (seed, wrong) = (Samples.Seeds[kind], new List<string>());
        Assert.Contains((await cluster.Server.SendAsync("POST", Samples.PathOf(seed), seed.ToString())).Code, (int[])[201, 409]);
        foreach (var row in _changes[kind])
        {
            var path = $"{Samples.PathOf(seed)}/{seed.TextAt("metadata", "name")}{(row[1].Length > 0 ? "/" + row[1] : "")}?dryRun=All&fieldValidation=Strict";
            var (code, answer) = await cluster.Server.SendAsync("PATCH", path, row[2], "application/merge-patch+json");
            Compare(row[2], row[3..], code, answer, wrong);
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {_changes[kind].Count()}\n" + string.Join("\n", wrong));
    }

    private async Task MakeAccountsAsync()
    {
        foreach (var name in (string[])["default", "s"]) { await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", $$"""{"metadata":{"name":"{{name}}"} }"""); }
    }

    private static ILookup<string, string[]> Rows(string file) => File.ReadLines(Path.Combine(Facts.PathOf(".."), "KubeSharp.ApiServer.Tests", "Validation", "Recorded", file))
        .Select(static l => l.Split('\t')).ToLookup(static l => l[0]);

    private static void Compare(string change, string[] wanted, int code, ObjectNode answer, List<string> wrong)
    {
        var said = $"{code}\t{Said(code, answer)}";
        if (said != string.Join('\t', wanted)) { wrong.Add($"{change}\n  upstream {string.Join(' ', wanted)}\n  this one {said.Replace('\t', ' ')}"); }
    }

    // The causes in one order, for upstream's own varies where it walks maps.
    private static string Said(int code, ObjectNode answer)
    {
        var causes = answer.Object("details").Items("causes").Select(static c => $"{c.Text("reason").Replace("FieldValue", "", StringComparison.Ordinal)} {c.Text("field")}: {c.Text("message")}").Order(StringComparer.Ordinal).ToArray();
        return (causes.Length > 0 ? string.Join(" ; ", causes) : code < 300 ? "" : answer.Text("message")).Replace("\t", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
    }
}
