using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Kubelet.Configuration;

/// <summary>
/// An agent's configuration file with what a folder of drop-ins lays over it, in upstream's form. Every field is one that upstream has; what it
/// holds is of the right form. Source: Set Kubelet Parameters Via A Configuration File; Kubelet Configuration (v1beta1).
/// </summary>
public sealed class KubeletConfiguration
{
    private const string ApiVersion = "kubelet.config.k8s.io/v1beta1", Kind = "KubeletConfiguration", DropInPattern = "*.conf";

    private KubeletConfiguration(ObjectNode tree) => Tree = tree;

    /// <summary>Says nothing: all is as upstream's defaults.</summary>
    public static KubeletConfiguration Empty { get; } = new(ObjectNode.Empty);

    /// <summary>It as one document.</summary>
    public ObjectNode Tree { get; }

    /// <summary>Reads a file and, over it, the files of a folder whose names end in .conf, in the order of their names.</summary>
    /// <param name="file">The file; empty: none.</param>
    /// <param name="folder">The folder of drop-ins; empty: none.</param>
    /// <exception cref="ConfigurationException">A file cannot be read, has a field that there is none of, or a value of the wrong form; the message names it.</exception>
    public static KubeletConfiguration Load(string file, string folder)
    {
        if (folder.Length > 0 && !Directory.Exists(folder)) { throw new ConfigurationException($"failed to load kubelet config: folder of drop-ins {folder} is not there"); }
        var files = (file.Length > 0 ? [file] : Array.Empty<string>()).Concat(folder.Length > 0 ? Directory.EnumerateFiles(folder, DropInPattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal) : []);
        var merged = files.Aggregate((Node)ObjectNode.Empty, static (all, path) => MergePatch.Apply(all, ReadFile(path)));
        return new((ObjectNode)merged);
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public static KubeletConfiguration Parse(string text) => new(Read(text));

    /// <summary>Whether the field is given.</summary>
    public bool Has(params ReadOnlySpan<string> path) => Tree.At(path) is not null and not NullNode;

    /// <summary>A text.</summary>
    public string Text(string fallback, params ReadOnlySpan<string> path) => Tree.TextAt(path) is { Length: > 0 } text ? text : fallback;

    /// <summary>A whole number.</summary>
    public long Whole(long fallback, params ReadOnlySpan<string> path) => Tree.At(path) is NumberNode { IsInteger: true } number ? number.Integer : fallback;

    /// <summary>True or false.</summary>
    public bool Switch(bool fallback, params ReadOnlySpan<string> path) => Tree.At(path) is BooleanNode given ? given.Value : fallback;

    /// <summary>A time.</summary>
    public TimeSpan Duration(TimeSpan fallback, params ReadOnlySpan<string> path) => Tree.TextAt(path) is { Length: > 0 } text && CelDuration.TryParse(text, out var value) ? value.Time : fallback;

    /// <summary>Texts in order.</summary>
    public ImmutableArray<string> Texts(string name) => [.. (Tree[name] as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static t => t.Value)];

    /// <summary>Texts by name.</summary>
    public ImmutableDictionary<string, string> TextMap(string name) => (Tree[name] as ObjectNode ?? ObjectNode.Empty).ToImmutableDictionary(static e => e.Key, static e => TextOf(e.Value), StringComparer.Ordinal);

    /// <summary>Groups in order.</summary>
    public IEnumerable<ObjectNode> Groups(string name) => (Tree[name] as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>();

    /// <summary>Fields that are given and change nothing here: whoever gave them should know.</summary>
    public IEnumerable<string> GivenInVain => Tree.Where(static f => !ConfigurationFields.All[f.Key].IsUsed).Select(static f => f.Key);

    internal static string TextOf(Node value) => value is StringNode text ? text.Value : value.ToString();

    private static ObjectNode ReadFile(string path)
    {
        try { return Read(File.ReadAllText(path)); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigurationException) { throw new ConfigurationException($"failed to load kubelet config file, path: {path}, error: {e.Message}", e); }
    }

    private static ObjectNode Read(string text)
    {
        Node tree;
        try { tree = Yaml.Read(text); }
        catch (Exception e) when (e is FormatException or JsonException) { throw new ConfigurationException(e.Message, e); }
        if (tree is not ObjectNode fields) { throw new ConfigurationException("it is no object"); }
        if (fields.TextAt("apiVersion") != ApiVersion || fields.TextAt("kind") != Kind) { throw new ConfigurationException($"no kind \"{fields.TextAt("kind")}\" is registered for version \"{fields.TextAt("apiVersion")}\": {ApiVersion}, kind {Kind}, is expected"); }
        var problems = ConfigurationCheck.Problems(fields, ConfigurationFields.All, "").ToList();
        return problems.Count == 0 ? fields : throw new ConfigurationException($"strict decoding error: {string.Join(", ", problems)}");
    }
}
