using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Validation.Recorded;

/// <summary>Rows of recorded answers, and how an answer is held beside one.</summary>
internal static class Recording
{
    /// <summary>The rows of the file by kind.</summary>
    public static ILookup<string, string[]> Rows(string file) => File.ReadLines(Path.Combine(Facts.PathOf(".."), "KubeSharp.ApiServer.Tests", "Validation", "Recorded", file))
        .Select(static l => l.Split('\t')).ToLookup(static l => l[0]);

    /// <summary>The accounts that pods need.</summary>
    public static async Task MakeAccountsAsync(TestServer server)
    {
        foreach (var name in (string[])["default", "s"]) { await server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", $$"""{"metadata":{"name":"{{name}}"} }"""); }
    }

    /// <summary>
    /// Notes the answer where it is not the one wanted: code and causes in order. The causes were recorded without their order; the rows have that of
    /// upstream's validation functions, by reading.
    /// </summary>
    public static void Compare(string change, string[] wanted, int code, ObjectNode answer, List<string> wrong)
    {
        var said = $"{code}\t{Said(code, answer)}";
        if (said != string.Join('\t', wanted)) { wrong.Add($"{change}\n  upstream {string.Join(' ', wanted)}\n  this one {said.Replace('\t', ' ')}"); }
    }

    private static string Said(int code, ObjectNode answer)
    {
        var causes = answer.Object("details").Items("causes").Select(static c => $"{c.Text("reason").Replace("FieldValue", "", StringComparison.Ordinal)} {c.Text("field")}: {c.Text("message")}").ToArray();
        return (causes.Length > 0 ? string.Join(" ; ", causes) : code < 300 ? "" : answer.Text("message")).Replace("\t", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
    }
}
