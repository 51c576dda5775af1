using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>A fixed-size cache of field names: most documents use the same few hundred. Lock-free; a collision only costs an allocation.</summary>
internal static class FieldNames
{
    private const int SlotCount = 2048;
    private const int CachedLengthMax = 48;
    private static readonly string?[] _slots = new string?[SlotCount];

    public static string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length > CachedLengthMax) { return JsonText.Read(ref reader); }
        var bytes = reader.ValueSpan;
        var hash = 2166136261u;
        foreach (var b in bytes) { hash = (hash ^ b) * 16777619u; }
        ref var slot = ref _slots[hash % SlotCount];
        var cached = slot;
        if (cached is not null && cached.Length == bytes.Length && reader.ValueTextEquals(cached)) { return cached; }
        var text = JsonText.Read(ref reader);
        slot = text;
        return text;
    }
}
