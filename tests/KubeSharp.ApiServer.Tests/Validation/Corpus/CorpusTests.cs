using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Validation.Corpus;

/// <summary>
/// Thousands of samples that are wrong in one field each, held against what upstream's schema and its documented rules say of that field:
/// nothing wrong is let through, and what is wrong is named. What upstream itself lets through, or says of another field, stands in the lists
/// beside this file.
/// </summary>
public sealed class CorpusTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly Alteration[] _atDecoding = [Alteration.OtherType, Alteration.Overflow, Alteration.BadAmount];

    public static TheoryData<string> Kinds => [.. Samples.Seeds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_seed_is_right(string kind)
    {
        var (code, answer) = await PostAsync(Samples.Seeds[kind]);
        Assert.True(code is 200 or 201, answer.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_value_of_another_type_is_a_bad_request(string kind) => EachAsync(kind, static s => _atDecoding.Contains(s.Alteration), static (sample, code, answer) =>
        code != 400 || answer.Text("reason") != "BadRequest" ? "is no bad request"
        : sample.Alteration == Alteration.OtherType && !WithoutEmbedded(answer.Text("message")).Contains($"Go struct field {sample.Owner}.{GoPath(sample.Field)} of type ", StringComparison.Ordinal) ? "does not name the field" : null);

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_field_that_is_not_known_is_refused_where_strict(string kind)
    {
        var (version, name) = kind.Split('/') is [.., var v, var n] ? (v, n) : ("", kind);
        return EachAsync(kind, static s => s.Alteration == Alteration.UnknownField, (sample, code, answer) =>
            code == 400 && answer.Text("message") == $"{name} in version \"{version}\" cannot be handled as a {name}: strict decoding error: unknown field \"{Regex.Replace(sample.Field, "\\[([^\\]0-9][^\\]]*)\\]", ".$1")}\"" ? null : "is not told so");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_wrong_value_is_named(string kind) => EachAsync(kind, static s => !_atDecoding.Contains(s.Alteration) && s.Alteration != Alteration.UnknownField, (sample, code, answer) =>
    {
        if (code is 200 or 201) { return Exceptions.LetThrough.Contains(sample.Name(kind)) ? null : "is let through"; }
        if (code != 422) { return Exceptions.SaidOtherwise.Contains(sample.Name(kind)) ? null : "is refused in another way"; }
        if (Exceptions.LetThrough.Contains(sample.Name(kind))) { return "is refused, and upstream lets it through"; }
        var isNamed = answer.Object("details").Items("causes").Any(c => Names(c.Text("field"), sample.Field));
        return isNamed != Exceptions.SaidOtherwise.Contains(sample.Name(kind)) ? null : isNamed ? "is named, and upstream names another field" : "is not named";
    });

    private async Task EachAsync(string kind, Func<Sample, bool> filter, Func<Sample, int, ObjectNode, string?> judge)
    {
        var wrong = new List<string>();
        foreach (var sample in Samples.Of(Samples.Seeds[kind]).Where(filter))
        {
            var (code, answer) = await PostAsync(sample.Body);
            if (judge(sample, code, answer) is { } what) { wrong.Add($"{sample.Name(kind)} {what}: {code} {(code < 300 ? "" : answer.Text("message"))}"); }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Distinct()));
    }

    private async Task<(int Code, ObjectNode Answer)> PostAsync(ObjectNode body)
    {
        // Accounts are looked up by admission, which comes before validation.
        if (!cluster.Server.Server.Objects.List("serviceaccounts").Any()) { await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}"""); }
        return await cluster.Server.SendAsync("POST", Samples.PathOf(body) + "?dryRun=All&fieldValidation=Strict", body.ToString());
    }

    // The field, a part of it, or the list or map that it is an item of. Compat: of templates' labels upstream leaves "metadata" out.
    private static bool Names(string cause, string field) =>
        cause == field || cause.StartsWith(field + ".", StringComparison.Ordinal) || cause.StartsWith(field + "[", StringComparison.Ordinal) || field.StartsWith(cause + "[", StringComparison.Ordinal)
        || field.Replace(".metadata.labels[", ".labels[", StringComparison.Ordinal).Replace(".metadata.annotations[", ".annotations[", StringComparison.Ordinal).StartsWith(cause + "[", StringComparison.Ordinal);

    // Go's structs that stand in others without a name in JSON are no fields; which they are, DocumentReaderTests says.
    private static string WithoutEmbedded(string message) => Regex.Replace(message, @"(?<=Go struct field \w+\.[^ ]*)\b[A-Z]\w*\.(?=[^ ]* of type)", "");

    private static string GoPath(string field) => Regex.Replace(field, "\\[[^\\]]*\\]", "");
}
