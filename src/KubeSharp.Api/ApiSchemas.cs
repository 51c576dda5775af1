using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api;

/// <summary>The schemas of the built-in types, by OpenAPI name; each is made when it is first asked for.</summary>
public static partial class ApiSchemas
{
    private static readonly ConcurrentDictionary<string, Schema> _made = new(StringComparer.Ordinal);

    /// <summary>The names of all types.</summary>
    public static ImmutableArray<string> Names => [.. AllNames()];

    /// <summary>The schema of the type; null where there is no such type.</summary>
    public static Schema? Find(string name)
    {
        if (_made.TryGetValue(name, out var made)) { return made; }
        var text = Text(name);
        if (text.IsEmpty) { return AllNames().Contains(name) ? _made.GetOrAdd(name, static n => new Schema(SchemaKind.Object, n)) : null; }
        return _made.GetOrAdd(name, SchemaText.Parse(name, Encoding.UTF8.GetString(text)));
    }

    /// <summary>The schema of the type.</summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public static Schema Get(string name) => Find(name) ?? throw new ArgumentException($"no API type is called {name}", nameof(name));

    private static partial ReadOnlySpan<byte> Text(string name);

    private static partial string[] AllNames();
}
