using System.Runtime.CompilerServices;
using System.Text;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Printing;

/// <summary>How KYAML is written: kyaml-texts.tsv has what the stock kubectl writes of texts and of names of fields, all as JSON.</summary>
public sealed class KyamlTests
{
    [Fact]
    public void Texts_and_names_are_written_as_the_stock_kubectl_does()
    {
        var wrong = new List<string>();
        var lines = File.ReadAllLines(Beside("kyaml-texts.tsv"));
        foreach (var fields in lines.Select(static l => l.Split('\t')))
        {
            var isName = fields[0] == "key";
            var (value, expected) = (Text(fields[^2]), Text(fields[^1]));
            // A text stands below two names, as that of a config map does.
            var written = Kyaml.Of(ObjectNode.Of(("data", ObjectNode.Of(isName ? (value, "v") : ("k", value)))));
            var shown = isName ? written["---\n{\n  data: {\n    ".Length..^": \"v\",\n  },\n}\n".Length] : written["---\n{\n  data: {\n    k: ".Length..^",\n  },\n}\n".Length];
            if (shown != expected) { wrong.Add($"{fields[^2]}: {new StringNode(shown)}, expected {fields[^1]}"); }
        }
        Assert.True(lines.Length > 150 && wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Fields_stand_in_the_order_asked_for()
    {
        var value = ObjectNode.Of(("kind", "A"), ("apiVersion", "v1"));
        Assert.Equal("---\n{\n  apiVersion: \"v1\",\n  kind: \"A\",\n}\n", Kyaml.Of(value));
        Assert.Equal("---\n{\n  kind: \"A\",\n  apiVersion: \"v1\",\n}\n", Kyaml.Of(value, isSorted: false));
    }

    private static string Text(string json) => ((StringNode)Node.Parse(Encoding.UTF8.GetBytes(json))).Value;

    private static string Beside(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);
}
