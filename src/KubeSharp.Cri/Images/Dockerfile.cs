using System.Collections.Immutable;
using System.Text.Json;

namespace KubeSharp.Cri.Images;

/// <summary>The part of the Dockerfile language that is built here: FROM, COPY, ADD of files, ENV, ARG, ENTRYPOINT, CMD, EXPOSE, USER, WORKDIR, LABEL.</summary>
/// <param name="From">scratch, dir:FOLDER, or a local image.</param>
/// <param name="Copies">What is copied: from paths in the context to a path in the image.</param>
/// <param name="Configuration">What the image says, on top of its base's.</param>
public sealed record Dockerfile(string From, ImmutableArray<(ImmutableArray<string> Sources, string Target)> Copies, ImageConfiguration Configuration)
{
    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">A line is malformed or uses what is not built here; the message names the line.</exception>
    public static Dockerfile Parse(string text, IReadOnlyDictionary<string, string> arguments)
    {
        var variables = new Dictionary<string, string>(arguments, StringComparer.Ordinal);
        var (from, copies, configuration) = ("", ImmutableArray.CreateBuilder<(ImmutableArray<string>, string)>(), new ImageConfiguration());
        foreach (var (number, line) in Lines(text))
        {
            var space = line.IndexOfAny([' ', '\t']);
            var (word, rest) = space < 0 ? (line, "") : (line[..space], line[space..].Trim());
            if (from.Length == 0 && word.ToUpperInvariant() is not ("FROM" or "ARG")) { throw Bad(number, "the first instruction must be FROM"); }
            rest = Expand(rest, variables);
            switch (word.ToUpperInvariant())
            {
                case "FROM" when from.Length == 0: from = rest.Split(' ')[0]; break;
                case "FROM": throw Bad(number, "several stages are not built here");
                case "ARG": Argument(rest, variables); break;
                case "COPY" or "ADD":
                    if (rest.StartsWith("--", StringComparison.Ordinal)) { throw Bad(number, $"{word} with options is not built here"); }
                    var words = Words(rest, number);
                    if (words.Length < 2) { throw Bad(number, $"{word} needs a source and a target"); }
                    copies.Add((words[..^1], Absolute(words[^1], configuration.WorkingDir)));
                    break;
                case "ENV":
                    configuration = configuration with { Env = [.. Pairs(rest, number).Aggregate(configuration.Env, (env, pair) => [.. env.Where(e => !e.StartsWith(pair.Key + "=", StringComparison.Ordinal)), $"{pair.Key}={pair.Value}"])] };
                    foreach (var (key, value) in Pairs(rest, number)) { variables[key] = value; }
                    break;
                case "LABEL": configuration = configuration with { Labels = configuration.Labels.SetItems(Pairs(rest, number)) }; break;
                case "ENTRYPOINT": configuration = configuration with { Entrypoint = Program(rest, number) }; break;
                case "CMD": configuration = configuration with { Cmd = Program(rest, number) }; break;
                case "EXPOSE": configuration = configuration with { ExposedPorts = [.. configuration.ExposedPorts, .. rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Contains('/', StringComparison.Ordinal) ? p : p + "/tcp")] }; break;
                case "USER": configuration = configuration with { User = rest }; break;
                case "WORKDIR": configuration = configuration with { WorkingDir = Absolute(rest, configuration.WorkingDir) }; break;
                default: throw Bad(number, $"{word} is not built here (built are FROM, COPY, ADD, ENV, ARG, ENTRYPOINT, CMD, EXPOSE, USER, WORKDIR, LABEL)");
            }
        }
        return from.Length == 0 ? throw new FormatException("the file has no FROM") : new(from, copies.ToImmutable(), configuration);
    }

    private static IEnumerable<(int Number, string Line)> Lines(string text)
    {
        var (number, start, joined) = (0, 0, "");
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (joined.Length == 0) { start = number; }
            if (line.StartsWith('#') || (line.Length == 0 && joined.Length == 0)) { continue; }
            if (line.EndsWith('\\'))
            {
                joined += line[..^1] + " ";
                continue;
            }
            yield return (start, joined + line);
            joined = "";
        }
        if (joined.Length > 0) { yield return (start, joined); }
    }

    private static void Argument(string text, Dictionary<string, string> variables)
    {
        var parts = text.Split('=', 2);
        variables.TryAdd(parts[0], parts.Length > 1 ? parts[1].Trim('"') : "");
    }

    private static string Expand(string text, Dictionary<string, string> variables)
    {
        foreach (var (key, value) in variables.OrderByDescending(static v => v.Key.Length)) { text = text.Replace($"${{{key}}}", value, StringComparison.Ordinal).Replace($"${key}", value, StringComparison.Ordinal); }
        return text;
    }

    private static ImmutableArray<string> Program(string text, int number) => text.StartsWith('[') ? Words(text, number) : ["/bin/sh", "-c", text];

    private static ImmutableArray<string> Words(string text, int number)
    {
        if (!text.StartsWith('[')) { return [.. text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)]; }
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Select(static e => e.GetString() ?? "")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) { throw Bad(number, $"\"{text}\" is no list of texts"); }
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string text, int number)
    {
        if (!text.Contains('=', StringComparison.Ordinal) || text.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 && space < text.IndexOf('=', StringComparison.Ordinal))
        {
            var old = text.Split(' ', 2);
            return old.Length == 2 ? [KeyValuePair.Create(old[0], old[1].Trim())] : throw Bad(number, $"\"{text}\" has no value");
        }
        var pairs = new List<KeyValuePair<string, string>>();
        var at = 0;
        while (at < text.Length)
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0) { throw Bad(number, $"\"{text[at..]}\" has no value"); }
            var key = text[at..equals].Trim();
            var isQuoted = equals + 1 < text.Length && text[equals + 1] is '"' or '\'';
            var end = isQuoted ? text.IndexOf(text[equals + 1], equals + 2) : text.IndexOf(' ', equals);
            if (end < 0) { end = text.Length; }
            pairs.Add(KeyValuePair.Create(key, isQuoted ? text[(equals + 2)..end] : text[(equals + 1)..end]));
            at = end + 1;
            while (at < text.Length && text[at] == ' ') { at++; }
        }
        return pairs;
    }

    private static string Absolute(string path, string folder) => path.StartsWith('/') ? path : $"{folder.TrimEnd('/')}/{path}";

    private static FormatException Bad(int number, string message) => new($"line {number}: {message}");
}
