using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Tests.Validation.Corpus;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.ApiServer.Tests.Validation.Recorded;

/// <summary>
/// What upstream's own API server (v1.36.2) answered to changed objects of the corpus, recorded: code, and each cause with reason, field and
/// message. One answer a line of answers.tsv: kind, the change as a merge patch, code, causes (or the message where there are none).
/// </summary>
public sealed class RecordedAnswersTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly ILookup<string, string[]> _rows = File.ReadLines(Path.Combine(Facts.PathOf(".."), "KubeSharp.ApiServer.Tests", "Validation", "Recorded", "answers.tsv"))
        .Select(static l => l.Split('\t')).ToLookup(static l => l[0]);

    public static TheoryData<string> Kinds => [.. _rows.Select(static r => r.Key)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_new_object_is_answered_as_upstream_answers_it(string kind)
    {
        if (!cluster.Server.Server.Objects.List("serviceaccounts").Any()) { await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}"""); }
        var wrong = new List<string>();
        foreach (var row in _rows[kind])
        {
            var body = (ObjectNode)MergePatch.Apply(Samples.Seeds[kind], Node.Parse(row[1]));
            var (code, answer) = await cluster.Server.SendAsync("POST", Samples.PathOf(Samples.Seeds[kind]) + "?dryRun=All&fieldValidation=Strict", body.ToString());
            var said = $"{code}\t{Said(code, answer)}";
            if (said != $"{row[2]}\t{row[3]}") { wrong.Add($"{row[1]}\n  upstream {row[2]} {row[3]}\n  this one {said.Replace('\t', ' ')}"); }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {_rows[kind].Count()}\n" + string.Join("\n", wrong));
    }

    // The causes in one order, for upstream's own varies where it walks maps.
    private static string Said(int code, ObjectNode answer)
    {
        var causes = answer.Object("details").Items("causes").Select(static c => $"{c.Text("reason").Replace("FieldValue", "", StringComparison.Ordinal)} {c.Text("field")}: {c.Text("message")}").Order(StringComparer.Ordinal).ToArray();
        return (causes.Length > 0 ? string.Join(" ; ", causes) : code < 300 ? "" : answer.Text("message")).Replace("\t", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
    }
}
