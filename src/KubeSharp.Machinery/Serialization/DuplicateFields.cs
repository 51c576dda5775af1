using System.Text.Json;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Finds fields that a JSON document names twice; of such the last one counts, but a strict reader wants to be told.</summary>
public static class DuplicateFields
{
    /// <summary>The paths of the fields, each once.</summary>
    public static IReadOnlyList<string> Find(ReadOnlySpan<byte> utf8)
    {
        if (!HasAny(utf8)) { return []; }
        var found = new List<string>();
        Walk(utf8, (path, isAgain) =>
        {
            if (isAgain && !found.Contains(path)) { found.Add(path); }
        });
        return found;
    }

    /// <summary>What a strict reader says of the document, in its order: the fields that are unknown, and those named twice.</summary>
    public static IReadOnlyList<string> Mistakes(ReadOnlySpan<byte> utf8, IReadOnlyCollection<string> unknown, IReadOnlyCollection<string> duplicates)
    {
        var texts = new List<string>();
        Walk(utf8, (path, isAgain) =>
        {
            var text = unknown.Contains(path) ? $"unknown field \"{path}\"" : isAgain && duplicates.Contains(path) ? $"duplicate field \"{path}\"" : "";
            if (text.Length > 0 && !texts.Contains(text)) { texts.Add(text); }
        });
        // What was read from no JSON comes in the order in which it was found.
        foreach (var path in unknown)
        {
            if (!texts.Contains($"unknown field \"{path}\"")) { texts.Add($"unknown field \"{path}\""); }
        }
        return texts;
    }

    // Nearly always there is none: no paths are made up for that.
    private static bool HasAny(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 512 });
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: names.Push(new(StringComparer.Ordinal)); break;
                case JsonTokenType.EndObject: names.Pop(); break;
                case JsonTokenType.PropertyName when !names.Peek().Add(JsonText.Read(ref reader)): return true;
                default: break;
            }
        }
        return false;
    }

    private static void Walk(ReadOnlySpan<byte> utf8, Action<string, bool> field)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 512 });
        var frames = new Stack<(HashSet<string>? Names, string Path, int Index)>();
        var name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var path = frames.Count == 0 ? "" : Step(frames, name);
                    frames.Push((reader.TokenType == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : null, path, 0));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    frames.Pop();
                    Count(frames);
                    break;
                case JsonTokenType.PropertyName:
                    name = JsonText.Read(ref reader);
                    var top = frames.Peek();
                    field(top.Path.Length == 0 ? name : $"{top.Path}.{name}", !top.Names!.Add(name));
                    break;
                default:
                    Count(frames);
                    break;
            }
        }
    }

    private static string Step(Stack<(HashSet<string>? Names, string Path, int Index)> frames, string field)
    {
        var top = frames.Peek();
        return top.Names is null ? $"{top.Path}[{top.Index}]" : top.Path.Length == 0 ? field : $"{top.Path}.{field}";
    }

    private static void Count(Stack<(HashSet<string>? Names, string Path, int Index)> frames)
    {
        if (frames.TryPop(out var top)) { frames.Push((top.Names, top.Path, top.Index + 1)); }
    }
}
