using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KubeSharp.Api;

/// <summary>Reads one value.</summary>
public delegate T ReadValue<out T>(ref Utf8JsonReader reader);

/// <summary>What the generated readers and writers call for scalars, lists and maps.</summary>
public static class JsonCodec
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'", MicroTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

#pragma warning disable CS1591 // one method a scalar, called only by generated code
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (reader.TokenType == JsonTokenType.None) { reader.Read(); }
        if (reader.TokenType != token) { throw new JsonException($"expected {token}, found {reader.TokenType}"); }
    }

    public static bool NextField(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    public static ReadOnlySpan<byte> Name(ref Utf8JsonReader reader) =>
        reader.HasValueSequence || reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    public static string String(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? "" : reader.GetString() ?? "";

    public static bool Bool(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) => r.GetBoolean());
    public static int Int(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) => r.GetInt32());
    public static long Long(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) => r.GetInt64());
    public static double Double(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) => r.GetDouble());
    public static ApiBytes Bytes(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) => new ApiBytes(r.GetBytesFromBase64()));
    public static JsonNode Any(ref Utf8JsonReader reader) => JsonNode.Read(ref reader);

    public static DateTimeOffset Time(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) =>
        DateTimeOffset.Parse(r.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    public static Quantity Quantity(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) =>
        Machinery.Quantities.Quantity.Parse(r.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(r.ValueSpan) : r.GetString()!));

    public static IntOrString Intorstring(ref Utf8JsonReader reader) => Guard(ref reader, static (ref Utf8JsonReader r) =>
        r.TokenType == JsonTokenType.Number ? new IntOrString(r.GetInt32()) : new IntOrString(r.GetString()!));

    public static ApiList<T> List<T>(ref Utf8JsonReader reader, ReadValue<T> item)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray) { return ApiList<T>.Empty; }
        var items = ImmutableArray.CreateBuilder<T>();
        do { items.Add(item(ref reader)); } while (reader.Read() && reader.TokenType != JsonTokenType.EndArray);
        return new ApiList<T>(items.DrainToImmutable());
    }

    public static ApiMap<T> Map<T>(ref Utf8JsonReader reader, ReadValue<T> item)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        List<KeyValuePair<string, T>>? entries = null;
        while (NextField(ref reader))
        {
            var key = reader.GetString()!;
            reader.Read();
            (entries ??= []).Add(new(key, item(ref reader)));
        }
        return entries is null ? ApiMap<T>.Empty : ApiMap<T>.From(entries);
    }

    public static void WriteTime(Utf8JsonWriter writer, DateTimeOffset value) => writer.WriteStringValue(value.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
    public static void WriteMicroTime(Utf8JsonWriter writer, DateTimeOffset value) => writer.WriteStringValue(value.UtcDateTime.ToString(MicroTimeFormat, CultureInfo.InvariantCulture));
    public static void Write(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(value);
    public static void Write(Utf8JsonWriter writer, ApiBytes value) => writer.WriteBase64StringValue(value.Span);
    public static void Write(Utf8JsonWriter writer, Quantity value) => writer.WriteStringValue(value.ToString());

    public static void Write(Utf8JsonWriter writer, IntOrString value)
    {
        if (value.Text is { } text) { writer.WriteStringValue(text); } else { writer.WriteNumberValue(value.Number); }
    }
#pragma warning restore CS1591

    // A wrong token or text is the sender's mistake: one kind of exception for all of them.
    private static T Guard<T>(ref Utf8JsonReader reader, ReadValue<T> read)
    {
        try { return read(ref reader); }
        catch (Exception e) when (e is InvalidOperationException or FormatException) { throw new JsonException($"{reader.TokenType} where {typeof(T).Name} was expected", e); }
    }
}
