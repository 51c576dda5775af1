using System.Collections.Frozen;

namespace KubeSharp.Machinery.Schemas;

/// <summary>
/// What Go calls things where its types say more than their schema: structs that stand within others without a name in JSON, and types that are
/// texts, maps or lists by another name. A line a type: after +STRUCT the fields that it brings, then FIELD:TYPE. Source: the Go types of the API.
/// </summary>
internal static class GoNames
{
    private const string CommonPrefix = "io.k8s.";
    private static readonly Lazy<(FrozenDictionary<(string, string), string> Embedded, FrozenDictionary<(string, string), string> Types)> _read = new(Read);

    /// <summary>The struct through which Go reaches a field, with a dot at its end; empty: it is the type's own.</summary>
    public static string Through(string type, string field) => _read.Value.Embedded.GetValueOrDefault((type, field), "");

    /// <summary>Go's type of a field; null: its schema tells.</summary>
    public static string? Type(string type, string field) => _read.Value.Types.GetValueOrDefault((type, field));

    private static (FrozenDictionary<(string, string), string>, FrozenDictionary<(string, string), string>) Read()
    {
        var embedded = new Dictionary<(string, string), string>();
        var types = new Dictionary<(string, string), string>();
        using var reader = new StreamReader(typeof(GoNames).Assembly.GetManifestResourceStream("go-names.txt")!);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            var type = CommonPrefix + words[0];
            var through = "";
            foreach (var word in words.AsSpan(1))
            {
                if (word.StartsWith('+')) { through = word[1..] + "."; }
                else if (word.Split(':') is [var field, var name]) { types[(type, field)] = name; }
                else { embedded[(type, word)] = through; }
            }
        }
        return (embedded.ToFrozenDictionary(), types.ToFrozenDictionary());
    }
}
