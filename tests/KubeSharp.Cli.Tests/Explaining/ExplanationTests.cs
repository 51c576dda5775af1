using System.Runtime.CompilerServices;
using KubeSharp.Cli.Explaining;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Explaining;

/// <summary>Explanations of odd schemas beside what upstream's kubectl v1.36 said of the same documents (things.txt).</summary>
public sealed class ExplanationTests
{
    private static readonly ResourceType _things = new("ex.io", "v1", "things", "Thing", IsNamespaced: true);
    private static readonly Node _documents = Node.Parse(File.ReadAllBytes(Beside("things.json")));

    /// <summary>Each path with the answer.</summary>
    public static TheoryData<string, string> Recorded()
    {
        var data = new TheoryData<string, string>();
        foreach (var block in File.ReadAllText(Beside("things.txt"))[2..].Split("\n# "))
        {
            var end = block.IndexOf('\n', StringComparison.Ordinal);
            data.Add(block[..end], $"{block[(end + 1)..].TrimEnd('\n')}\n");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Odd_schemas_are_explained_as_by_upstreams_kubectl(string asked, string expected)
    {
        var words = asked.Split(' ');
        using var to = new StringWriter();
        try { new Explanation(_documents.At("v3")!, words.Length > 1).Write(_things, words[0] == "-" ? [] : [.. words[0].Split('.')], to); }
        catch (CliException e) { to.Write($"error: {e.Message}\n"); }
        Assert.Equal(expected, $"{to.ToString().TrimEnd('\n')}\n");
    }

    [Theory]
    [InlineData("free", "KIND:     Thing\nVERSION:  ex.io/v1\n\nDESCRIPTION:\n     Free.\n\n     Free.\n")]
    [InlineData("kinds.beyond.that", "KIND:     Thing\nVERSION:  ex.io/v1\n\nFIELD:    that <string>\n\nDESCRIPTION:\n     Which.\n")]
    [InlineData("z", "KIND:     Thing\nVERSION:  ex.io/v1\n\nRESOURCE: z <[][]Object>\n\nDESCRIPTION:\n     Deep.\n\n     Inner.\n\n     Last.\n\nFIELDS:\n   x\t<string>\n\n")]
    [InlineData("any", "KIND:     Thing\nVERSION:  ex.io/v1\n\nDESCRIPTION:\n     <empty>\n")]
    public void The_old_form_follows_maps_lists_and_what_is_nothing_in_particular(string field, string expected)
    {
        var definitions = new Definitions(_documents.At("v2")!);
        Assert.Equal(expected, new OldExplanation(definitions, isRecursive: false).Of("Thing", "ex.io/v1", definitions.Of("ex.io", "v1", "Thing")!, ["spec", .. field.Split('.')]));
    }

    [Theory]
    [InlineData("", "pods", "pods")]
    [InlineData(".spec.containers", "pods.spec.containers", "pods spec containers")]
    [InlineData("..spec", "", "")]
    [InlineData("['spec']", "pods['spec']", "pods spec")]
    [InlineData("[0]", "pods[0]", "invalid jsonpath syntax, first node must be field node")]
    [InlineData("...spec", "", "invalid multiple recursive descent")]
    public void What_is_asked_for_is_a_path(string rest, string whole, string steps)
    {
        string Try(Func<IEnumerable<string>> read)
        {
            try { return string.Join(' ', read()); }
            catch (CliException e) { return e.Message; }
        }

        if (whole.Length > 0) { Assert.Equal(steps, Try(() => ExplainedPath.Fields(whole, isRest: false).Prepend("pods"))); }
        Assert.Equal(rest == "..spec" ? "spec" : steps.StartsWith("pods", StringComparison.Ordinal) ? steps[4..].TrimStart() : steps, Try(() => ExplainedPath.Fields(rest, isRest: true)));
    }

    private static string Beside(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);
}
