using System.Text;
using System.Text.Json;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Resources;

/// <summary>Reads objects from files, folders, addresses and standard input.</summary>
internal sealed class ManifestReader(Terminal terminal)
{
    /// <summary>What is said of a text that holds nothing.</summary>
    public const string NoObject = "invalid object to validate";

    private static readonly string[] _endings = [".json", ".yaml", ".yml"];

    /// <summary>The objects of all sources in order, lists taken apart.</summary>
    /// <param name="failures">Takes what went wrong with single files; the rest is read all the same.</param>
    /// <exception cref="AggregateException">A source is missing.</exception>
    public async Task<IReadOnlyList<(ObjectNode Object, string Source)>> ReadAsync(Selection selection, List<Exception> failures, CancellationToken cancellation)
    {
        var found = new List<(ObjectNode, string)>();
        selection.CheckFiles();
        if (selection.Kustomization.Length > 0) { found.AddRange(Kustomize.KustomizationBuilder.Build(selection.Kustomization, warn: terminal.Error.WriteLine).Select(o => (o, selection.Kustomization))); }
        foreach (var source in selection.Files)
        {
            foreach (var (text, name) in await TextsAsync(source, selection.IsRecursive, cancellation))
            {
                try { found.AddRange(Objects(text, name, selection.Validates).Select(o => (o, name))); }
                catch (CliException e) { failures.Add(e); }
            }
        }
        return found;
    }

    /// <summary>The objects of a text: JSON, or YAML of any number of documents. Pure.</summary>
    public static IReadOnlyList<ObjectNode> Objects(string text, string source, bool validates = false)
    {
        IReadOnlyList<Node> documents;
        try { documents = Documents(text); }
        catch (FormatException e) { throw new CliException(source == "STDIN" ? $"error parsing STDIN: {e.Message}" : $"error parsing {source}: {e.Message}"); }
        catch (JsonException e) { throw new CliException($"error parsing {source}: {(e.Message.Contains("reached end of data", StringComparison.Ordinal) ? "unexpected EOF" : e.Message)}"); }
        var objects = new List<ObjectNode>();
        foreach (var document in documents)
        {
            if (validates && Invalidity(document) is { } wrong) { throw new CliException($"error validating \"{source}\": error validating data: {wrong}; if you choose to ignore these errors, turn validation off with --validate=false"); }
            var node = document as ObjectNode ?? throw new CliException($"unable to decode \"{source}\": json: cannot unmarshal {(document is ArrayNode ? "array" : "string")} into Go value of type unstructured.detector");
            if (node.TextAt("kind") is not { Length: > 0 }) { throw new CliException($"unable to decode \"{source}\": Object 'Kind' is missing in '{node}'"); }
            if (MetadataForm.Mistake(node) is { } mistake) { throw new CliException($"unable to decode \"{source}\": {mistake}"); }
            if (node["items"] is ArrayNode items && node.TextAt("kind")!.EndsWith("List", StringComparison.Ordinal)) { objects.AddRange(items.OfType<ObjectNode>().Select(i => WithKind(i, node))); }
            else { objects.Add(node); }
        }
        return objects;
    }

    /// <summary>The documents of a text: JSON, or YAML; of a key that stands twice the last one counts, and nobody is told. Pure.</summary>
    /// <exception cref="FormatException">It is no YAML.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyList<Node> Documents(string text) => text.AsSpan().TrimStart() is ['{', ..] ? JsonDocuments(text) : YamlDocuments(text);

    private static IReadOnlyList<Node> YamlDocuments(string text) => Yaml.ReadAll(text, static _ => { });

    /// <summary>Why a document can be no object; null: it can be one. Pure.</summary>
    public static string? Invalidity(Node document)
    {
        if (document is not ObjectNode node) { return NoObject; }
        return new[] { "apiVersion", "kind" }.Where(f => node.TextAt(f) is not { Length: > 0 }).Select(static f => $"{f} not set").ToArray() switch
        {
            [] => null,
            [var one] => one,
            var several => $"[{string.Join(", ", several)}]",
        };
    }

    private static ObjectNode WithKind(ObjectNode item, ObjectNode list) =>
        item.TextAt("kind") is { Length: > 0 } ? item : item.Set("apiVersion", list["apiVersion"] ?? "v1").Set("kind", list.TextAt("kind")![..^4]);

    // Compat: documents in JSON may stand between lines of ---, and be followed by others in YAML.
    private static List<Node> JsonDocuments(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 512 });
        var documents = new List<Node>();
        var read = 0;
        try
        {
            while (reader.Read())
            {
                documents.Add(Node.Read(ref reader));
                read = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException e) when (documents.Count < 2)
        {
            // What is no JSON from some place on may be YAML; after two documents it was meant to be JSON.
            try { documents.AddRange(YamlDocuments(Encoding.UTF8.GetString(bytes.AsSpan(read)))); }
            catch (FormatException) { throw new JsonException(e.Message, e); }
        }
        return documents;
    }

    /// <summary>Whether a source is neither there nor anything but a file or folder.</summary>
    public static bool IsMissing(string source) => source != "-" && !source.Contains("://", StringComparison.Ordinal) && source.AsSpan().IndexOfAny("*?[") < 0 && !File.Exists(source) && !Directory.Exists(source);

    private async Task<IEnumerable<(string Text, string Name)>> TextsAsync(string source, bool isRecursive, CancellationToken cancellation)
    {
        if (source == "-") { return [(await terminal.ReadAllAsync(cancellation), "STDIN")]; }
        if (source.StartsWith("http://", StringComparison.Ordinal) || source.StartsWith("https://", StringComparison.Ordinal)) { return [(await DownloadAsync(source, cancellation), source)]; }
        if (Directory.Exists(source))
        {
            var files = Directory.EnumerateFiles(source, "*", isRecursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
                .Where(static f => _endings.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal).ToArray();
            if (files.Length == 0) { throw new CliException($"error reading [{source}]: recognized file extensions are [.json .yaml .yml]"); }
            return files.Select(static f => (File.ReadAllText(f), f));
        }
        if (File.Exists(source)) { return [(File.ReadAllText(source), source)]; }
        if (source.AsSpan().IndexOfAny("*?[") >= 0 && Path.GetDirectoryName(Path.GetFullPath(source)) is { } folder && Directory.Exists(folder))
        {
            var matches = Directory.EnumerateFiles(folder, Path.GetFileName(source)).Order(StringComparer.Ordinal).ToArray();
            if (matches.Length > 0) { return matches.Select(static f => (File.ReadAllText(f), f)); }
        }
        throw new CliException($"the path \"{source}\" does not exist");
    }

    private static async Task<string> DownloadAsync(string address, CancellationToken cancellation)
    {
        using var http = PublicHttp.Client();
        try
        {
            using var response = await http.GetAsync(address, cancellation);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellation)
                : throw new CliException($"unable to read URL \"{address}\", server reported {(int)response.StatusCode} {response.ReasonPhrase}, status code={(int)response.StatusCode}");
        }
        catch (HttpRequestException e) when (e.GetBaseException() is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused })
        {
            throw new CliException($"The connection to the server {new Uri(address).Authority} was refused - did you specify the right host or port?", isPlain: true);
        }
        catch (HttpRequestException e) { throw new CliException($"unable to read URL \"{address}\": {e.Message}"); }
    }
}
