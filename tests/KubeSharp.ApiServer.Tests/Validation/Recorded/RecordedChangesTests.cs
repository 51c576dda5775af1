using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Tests.Validation.Corpus;

namespace KubeSharp.ApiServer.Tests.Validation.Recorded;

/// <summary>
/// What upstream's own API server (v1.36.2) answered to changes of the corpus' objects, recorded as in <see cref="RecordedAnswersTests"/>. One answer a
/// line of changes.tsv: kind, subresource, the merge patch that is sent, code, causes.
/// </summary>
public sealed class RecordedChangesTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly ILookup<string, string[]> _rows = Recording.Rows("changes.tsv");

    public static TheoryData<string> Kinds => [.. _rows.Select(static r => r.Key)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_change_is_answered_as_upstream_answers_it(string kind)
    {
        await Recording.MakeAccountsAsync(cluster.Server);
        var (seed, wrong) = (Samples.Seeds[kind], new List<string>());
        Assert.Contains((await cluster.Server.SendAsync("POST", Samples.PathOf(seed), seed.ToString())).Code, (int[])[201, 409]);
        foreach (var row in _rows[kind])
        {
            var path = $"{Samples.PathOf(seed)}/{seed.TextAt("metadata", "name")}{(row[1].Length > 0 ? "/" + row[1] : "")}?dryRun=All&fieldValidation=Strict";
            var (code, answer) = await cluster.Server.SendAsync("PATCH", path, row[2], "application/merge-patch+json");
            Recording.Compare(row[2], row[3..], code, answer, wrong);
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {_rows[kind].Count()}\n" + string.Join("\n", wrong));
    }
}
