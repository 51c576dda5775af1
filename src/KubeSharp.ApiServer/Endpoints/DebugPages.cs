using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What the server tells of itself to people: /statusz, /flagz, and /configz as JSON. Source: KEP-4827, KEP-4828.</summary>
public sealed class DebugPages(string version, IReadOnlyList<(string Name, string Value)> flags, TimeProvider time)
{
    private const string Component = "kube-apiserver";
    private const string Warning = "Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.";
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>Since when it runs, which version, and its paths.</summary>
    public string Status(IEnumerable<string> paths)
    {
        var up = time.GetUtcNow() - _started;
        return string.Create(CultureInfo.InvariantCulture, $"\n{Component} statusz\n{Warning}\n\nStarted: {_started:ddd MMM dd HH:mm:ss 'UTC' yyyy}\nUp: {(int)up.TotalHours} hr {up.Minutes:00} min {up.Seconds:00} sec\nGo version: none, .NET {Environment.Version}\nBinary version: {version.TrimStart('v')}\n\nPaths: {string.Join(' ', paths.Order(StringComparer.Ordinal))}\n");
    }

    /// <summary>The flags it runs with, under upstream's names.</summary>
    public string Flags()
    {
        var text = new StringBuilder($"\n{Component} flagz\n{Warning}\n\n");
        foreach (var (name, value) in flags.OrderBy(static f => f.Name, StringComparer.Ordinal)) { text.Append(CultureInfo.InvariantCulture, $"{name}={value}\n"); }
        return text.ToString();
    }

    /// <summary>The same as a document.</summary>
    public ObjectNode Configuration() => ObjectNode.Of((Component, ObjectNode.Of([.. flags.OrderBy(static f => f.Name, StringComparer.Ordinal).Select(static f => (f.Name, (Node?)f.Value))])));
}
