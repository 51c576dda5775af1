using System.Buffers.Binary;
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
        ref var slot = ref _slots[Hash(bytes) % SlotCount];
        var cached = slot;
        if (cached is not null && cached.Length == bytes.Length && reader.ValueTextEquals(cached)) { return cached; }
        var text = JsonText.Read(ref reader);
        slot = text;
        return text;
    }

    // Of the length, the first bytes and the last: names that agree in all of them are few.
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        ulong ends;
        if (bytes.Length >= sizeof(ulong))
        {
            ends = BinaryPrimitives.ReadUInt64LittleEndian(bytes) * 0x9E3779B97F4A7C15 ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]);
        }
        else
        {
            ends = 0;
            foreach (var b in bytes) { ends = (ends << 8) | b; }
        }
        return (uint)(((ends ^ (ulong)bytes.Length) * 0x9E3779B97F4A7C15) >> 40);
    }
}
