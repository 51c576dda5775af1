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
    private static readonly ILookup<string, string[]> _rows = Recording.Rows("answers.tsv");

    public static TheoryData<string> Kinds => [.. _rows.Select(static r => r.Key)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_new_object_is_answered_as_upstream_answers_it(string kind)
    {
        await Recording.MakeAccountsAsync(cluster.Server);
        var wrong = new List<string>();
        foreach (var row in _rows[kind])
        {
            var body = (ObjectNode)MergePatch.Apply(Samples.Seeds[kind], Node.Parse(row[1]));
            var (code, answer) = await cluster.Server.SendAsync("POST", Samples.PathOf(Samples.Seeds[kind]) + "?dryRun=All&fieldValidation=Strict", body.ToString());
            Recording.Compare(row[1], row[2..], code, answer, wrong);
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {_rows[kind].Count()}\n" + string.Join("\n", wrong));
    }
}
