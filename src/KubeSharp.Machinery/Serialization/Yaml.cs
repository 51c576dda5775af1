using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeSharp.Machinery.Serialization;

/// <summary>YAML as Kubernetes reads and writes it: JSON's values, YAML 1.1 truth values and numbers. Source: sigs.k8s.io/yaml's behaviour.</summary>
public static class Yaml
{
    /// <summary>Begins what is told of a text that is no YAML.</summary>
    public const string Unconverted = "error converting YAML to JSON: ";

    /// <summary>Values that aliases may bring in all, or a small text would become a huge tree.</summary>
    public const int NodesMax = 1_000_000;
    private const int DepthMax = 512;

    /// <summary>Whether a text without quotes is read as a text, and as no number, time or truth value. Pure.</summary>
    public static bool IsRead(string text) => YamlText.IsRead(text);

    /// <summary>
    /// Reads all documents of the text; empty ones are left out. A key set twice is told to <paramref name="duplicates"/>, and the last one
    /// counts; where that is null it is an error.
    /// </summary>
    /// <param name="hasWords">Whether y, yes and on, n, no and off are truth values; YAML 1.2 takes them for texts.</param>
    /// <exception cref="FormatException">The text is no YAML, has keys that are no texts, or grows too large through aliases.</exception>
    public static IReadOnlyList<Node> ReadAll(string text, Action<string>? duplicates = null, bool hasWords = true)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            var documents = new List<Node>();
            parser.Consume<StreamStart>();
            while (parser.Accept<DocumentStart>(out _))
            {
                parser.Consume<DocumentStart>();
                var node = new Reading(parser, duplicates, hasWords).Read(0);
                if (node is not NullNode) { documents.Add(node); }
                parser.Consume<DocumentEnd>();
            }
            return documents;
        }
        // The scanner says so of some broken flow sequences, the parser of tags that are none.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException) { throw new FormatException($"error converting YAML to JSON: yaml: {e.Message}", e); }
        catch (YamlException e) { throw new FormatException($"error converting YAML to JSON: yaml: {YamlMistakes.Describe(e, text)}", e); }
    }

    /// <summary>Reads one document.</summary>
    /// <exception cref="FormatException">As <see cref="ReadAll"/>, or there is none.</exception>
    public static Node Read(string text, Action<string>? duplicates = null) => ReadAll(text, duplicates) is [var first, ..] ? first : NullNode.Instance;

    /// <summary>Writes a document as kubectl prints it: two spaces, lists not indented.</summary>
    public static string Write(Node node)
    {
        var text = new StringBuilder();
        YamlWriter.Write(text, node);
        return text.ToString();
    }

    private sealed class Reading(Parser parser, Action<string>? duplicates, bool hasWords)
    {
        private readonly Dictionary<string, (Node Node, int Size)> _anchors = new(StringComparer.Ordinal);
        private int _nodes;

        public Node Read(int depth)
        {
            if (depth > DepthMax) { throw new FormatException("yaml: exceeded max depth"); }
            Grow(1);
            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                if (!_anchors.TryGetValue(alias.Value.Value, out var anchored)) { throw new FormatException($"error converting YAML to JSON: yaml: unknown anchor '{alias.Value}' referenced"); }
                Grow(anchored.Size);
                return anchored.Node;
            }
            var before = _nodes;
            if (parser.TryConsume<Scalar>(out var scalar)) { return Anchor(scalar.Anchor, Resolve(scalar, hasWords), before); }
            if (parser.TryConsume<SequenceStart>(out var sequence))
            {
                var items = new List<Node>();
                while (!parser.TryConsume<SequenceEnd>(out _)) { items.Add(Read(depth + 1)); }
                return Anchor(sequence.Anchor, new ArrayNode([.. items]), before);
            }
            var mapping = parser.Consume<MappingStart>();
            return Anchor(mapping.Anchor, ReadMapping(depth), before);
        }

        private ObjectNode ReadMapping(int depth)
        {
            var fields = new ObjectNode.Builder();
            var merged = new List<ObjectNode>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                var value = Read(depth + 1);
                if (key is { Value: "<<", Style: ScalarStyle.Plain })
                {
                    merged.AddRange(value is ArrayNode many ? many.OfType<ObjectNode>() : value is ObjectNode one ? [one] : []);
                    continue;
                }
                var called = NameOf(key, hasWords);
                if (fields.Contains(called))
                {
                    var mistake = $"line {key.Start.Line}: key \"{called}\" already set in map";
                    if (duplicates is null) { throw new FormatException("yaml: " + mistake); }
                    duplicates(mistake);
                }
                fields.Set(called, value);
            }
            foreach (var (name, value) in merged.SelectMany(static m => m))
            {
                if (!fields.Contains(name)) { fields.Set(name, value); }
            }
            return fields.ToNode();
        }

        private Node Anchor(AnchorName anchor, Node node, int before)
        {
            if (!anchor.IsEmpty) { _anchors[anchor.Value] = (node, _nodes - before + 1); }
            return node;
        }

        private void Grow(int by)
        {
            _nodes += by;
            if (_nodes > NodesMax) { throw new FormatException("yaml: document contains excessive aliasing"); }
        }
    }

    // Compat: a key that is a truth value or a number is called by what it is, not by how it is written: n is false, 0x10 is 16.
    private static string NameOf(Scalar key, bool hasWords) => Resolve(key, hasWords) switch
    {
        BooleanNode truth => truth.Value ? "true" : "false",
        NumberNode number => number.ToString(),
        _ => key.Value,
    };

    private static Node Resolve(Scalar scalar, bool hasWords)
    {
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" or "!" }) { return scalar.Value; }
        return YamlScalars.Resolve(scalar.Value, hasWords);
    }
}
