using System.Runtime.CompilerServices;
using System.Text;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Machinery.Tests.Serialization;

/// <summary>How texts are written: yaml-texts.tsv has what the stock kubectl writes of each, both as JSON.</summary>
public sealed class YamlTextTests
{
    private const string Name = "k0000";
    private static readonly string[] _parts =
    [
        "a", "word", "longerword", " ", "  ", "\n", "\n\n", "\t", "'", "\"", "\\", ": ", ":", " #", "#", "- ", "-", "=", "<<", "?", "!", "&", "*", "|", ">", "%", "@", "`", ",", "[", "]", "{", "}", "\u00e9", "\u4e16\u754c", "\u00a0", "\u2028",
        "\u0085", "\r", "1", "0", ".", "e", "_", "y", "true", "null", "~", "\ufeff", "\ud83d\ude00", "\u0001",
    ];

    [Fact]
    public void Texts_are_written_as_the_stock_kubectl_does()
    {
        var wrong = new List<string>();
        var lines = File.ReadAllLines(Beside("yaml-texts.tsv"));
        foreach (var line in lines)
        {
            var (value, expected) = (Text(line.Split('\t')[0]), Text(line.Split('\t')[1]));
            var written = Yaml.Write(ObjectNode.Of(("data", ObjectNode.Of((Name, value)))))[$"data:\n  {Name}: ".Length..^1];
            if (written != expected) { wrong.Add($"{line.Split('\t')[0]}: {new StringNode(written)}, expected {line.Split('\t')[1]}"); }
        }
        Assert.True(lines.Length > 150 && wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Whatever_is_written_is_read_as_the_same()
    {
        var random = new Random(80);
        for (var i = 0; i < 3000; i++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(1, i % 3 == 0 ? 4 : 60); count > 0; count--) { text.Append(_parts[random.Next(_parts.Length)]); }
            var node = ObjectNode.Of(("a", ObjectNode.Of(("b", text.ToString()), ("c", new ArrayNode([text.ToString(), "x"])))));
            var written = Yaml.Write(node);
            Assert.True(node.Equals(Yaml.Read(written)), $"{new StringNode(text.ToString())} is written as\n{written}");
        }
    }

    private static string Text(string json) => ((StringNode)Node.Parse(Encoding.UTF8.GetBytes(json))).Value;

    private static string Beside(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);
}
