using System.Globalization;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>
/// What the server tells of itself: /statusz and /flagz, as text for people or, where Accept asks for it, as an object of config.k8s.io; /configz as JSON.
/// Source: KEP-4827, KEP-4828.
/// </summary>
public sealed class DebugPages(string version, string emulated, IReadOnlyList<(string Name, string Value)> flags, TimeProvider time)
{
    private const string Component = "kube-apiserver", PageComponent = "apiserver", Group = "config.k8s.io", TextType = "text/plain", Old = "v1alpha1";
    private const string Warning = "Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.";
    private static readonly string[] _types = ["application/json", "application/yaml", TextType], _versions = [Old, "v1beta1"];
    // What is no page for somebody who looks for a fault.
    private static readonly string[] _notListed = ["apis", "api", "openid", "openapi", ".well-known"];
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly (string Name, string Value)[] _flags = [.. flags.OrderBy(static f => f.Name, StringComparer.Ordinal)];

    /// <summary>Since when the server runs, which version, and where else to look.</summary>
    public Task StatusAsync(RequestScope scope, IEnumerable<string> paths)
    {
        var up = time.GetUtcNow() - _started;
        string[] listed = [.. paths.Select(static p => p.Split('/')).Where(static p => p.Length > 1 && p[1].Length > 0 && !_notListed.Contains(p[1])).Select(static p => "/" + p[1]).Distinct().Order(StringComparer.Ordinal)];
        var (runtime, binary) = ($".NET {Environment.Version}", version.TrimStart('v'));
        return AnswerAsync(scope, "Statusz",
            string.Create(CultureInfo.InvariantCulture, $"\nStarted: {_started:ddd MMM} {_started.Day,2} {_started:HH:mm:ss 'UTC' yyyy}\nUp: {(int)up.TotalHours} hr {up.Minutes:00} min {up.Seconds:00} sec\nGo version: {runtime}\nBinary version: {binary}\nEmulation version: {emulated}\nPaths: {string.Join(' ', listed)}\n"),
            ("startTime", _started.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)), ("uptimeSeconds", (long)up.TotalSeconds), ("goVersion", runtime), ("binaryVersion", binary), ("emulationVersion", emulated),
            ("paths", new ArrayNode([.. listed.Select(static p => (Node)p)])));
    }

    /// <summary>The flags it runs with, under upstream's names.</summary>
    public Task FlagsAsync(RequestScope scope) => AnswerAsync(scope, "Flagz", string.Concat(_flags.Select(static f => $"{f.Name}={f.Value}\n")), ("flags", Flags()));

    /// <summary>The same as a document.</summary>
    public ObjectNode Configuration() => ObjectNode.Of((Component, Flags()));

    private ObjectNode Flags() => ObjectNode.Of([.. _flags.Select(static f => (f.Name, (Node?)f.Value))]);

    private static async Task AnswerAsync(RequestScope scope, string kind, string text, params (string, Node?)[] fields)
    {
        scope.CountedAs = scope.Info with { Resource = kind.ToLowerInvariant() };
        var (type, asked) = Form(scope.Http.Request.Headers.Accept.ToString(), kind) ?? throw new StatusException(new Status(406, StatusReason.NotAcceptable, $"only the following media types are accepted: {string.Join(", ", _types)}"));
        if (type == TextType)
        {
            await Answer.PageAsync(scope.Http, 200, $"\n{PageComponent} {kind.ToLowerInvariant()}\n{Warning}\n{text}").ConfigureAwait(false);
            return;
        }
        scope.CountedAs = scope.CountedAs with { Group = Group, Version = asked };
        if (asked == Old) { scope.Warn($"This version of the {kind.ToLowerInvariant()} endpoint is deprecated. Please use a newer version."); }
        await Answer.WriteAsync(scope.Http, 200, ObjectNode.Of([("kind", kind), ("apiVersion", $"{Group}/{asked}"), ("metadata", ObjectNode.Of(("name", PageComponent))), .. fields]), type == "application/yaml").ConfigureAwait(false);
    }

    // Text is asked for without a kind, an object with its kind, group and version.
    private static (string Type, string Version)? Form(string accept, string kind)
    {
        if (accept.Trim().Length == 0) { return (TextType, ""); }
        foreach (var parts in MediaType.Ranges(accept).Select(static r => r.Split(';', StringSplitOptions.TrimEntries)))
        {
            string? Parameter(string name) => parts.FirstOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
            if (Parameter("stream") is { Length: > 0 } || Parameter("sv") is { Length: > 0 }) { continue; }
            var (asKind, group, version) = (Parameter("as"), Parameter("g"), Parameter("v"));
            foreach (var type in _types.Where(t => parts[0] == t || parts[0] == "*/*" || parts[0] == t.Split('/')[0] + "/*"))
            {
                if (type == TextType ? asKind is null && group is null && version is null : asKind == kind && group == Group && _versions.Contains(version)) { return (type, version ?? ""); }
            }
        }
        return null;
    }
}
