using System.Text.Json;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Finds fields that a JSON document names twice; of such the last one counts, but a strict reader wants to be told.</summary>
public static class DuplicateFields
{
    /// <summary>The paths of the fields, each once.</summary>
    public static IReadOnlyList<string> Find(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 512 });
        List<string>? found = null;
        var frames = new Stack<(HashSet<string>? Names, string Path, int Index)>();
        var field = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var path = frames.Count == 0 ? "" : Step(frames, field);
                    frames.Push((reader.TokenType == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : null, path, 0));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    frames.Pop();
                    Count(frames);
                    break;
                case JsonTokenType.PropertyName:
                    field = reader.GetString()!;
                    var top = frames.Peek();
                    if (!top.Names!.Add(field)) { (found ??= []).Add(top.Path.Length == 0 ? field : $"{top.Path}.{field}"); }
                    break;
                default:
                    Count(frames);
                    break;
            }
        }
        return found?.Distinct().ToArray() ?? [];
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
