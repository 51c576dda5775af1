using System.Text.Json;

namespace KubeSharp.Cri.Docker;

/// <summary>Reads the engine's answers, in which nearly everything may be missing or null.</summary>
internal static class DockerJson
{
    /// <summary>A member; the default element where it is missing.</summary>
    public static JsonElement At(this JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text; empty where it is missing.</summary>
    public static string TextAt(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>A whole number; 0 where it is missing.</summary>
    public static long NumberAt(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    /// <summary>Whether it is there and true.</summary>
    public static bool IsTrueAt(this JsonElement element, string name) => element.At(name).ValueKind == JsonValueKind.True;

    /// <summary>A list of texts; empty where it is missing.</summary>
    public static IEnumerable<string> TextsAt(this JsonElement element, string name) => element.At(name).Items().Select(static t => t.GetString() ?? "");

    /// <summary>What a list holds; nothing where it is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];
}
