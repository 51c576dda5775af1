using System.Text.Json;

namespace KubeSharp.Api;

/// <summary>A typed API value that reads and writes its JSON; the code is generated.</summary>
public interface IApiRecord<TSelf> where TSelf : IApiRecord<TSelf>
{
    /// <summary>Reads the object whose first token the reader stands on; leaves it on the last. Unknown fields are skipped.</summary>
    /// <exception cref="JsonException">A value has the wrong type.</exception>
    static abstract TSelf Read(ref Utf8JsonReader reader);

    /// <summary>Writes it; what is empty and not required is left out.</summary>
    void Write(Utf8JsonWriter writer);
}
