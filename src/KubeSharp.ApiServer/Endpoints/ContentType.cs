using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What a request says its body is. Source: Go, mime.ParseMediaType; RFC 9110, Content-Type.</summary>
internal static class ContentType
{
    /// <summary>The type without its parameters, in small letters; empty: it says nothing; null: it cannot be read.</summary>
    public static string? Of(HttpRequest request)
    {
        var sent = First(request);
        if (sent.Length == 0) { return ""; }
        var parts = sent.Split(';');
        var type = parts[0].Trim().ToLowerInvariant();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!IsType(type)) { return null; }
        for (var i = 1; i < parts.Length; i++)
        {
            var parameter = parts[i].Trim();
            // What ends in a semicolon ends before it.
            if (parameter.Length == 0 && i == parts.Length - 1) { break; }
            if (parameter.Split('=', 2) is not [var name, var value] || !IsToken(name) || !(IsToken(value) || IsQuoted(value)) || !names.Add(name)) { return null; }
        }
        return type;
    }

    /// <summary>What comes before parameters, as it was sent: patches are told apart by it.</summary>
    public static string OfPatch(HttpRequest request) => First(request).Split(';')[0].Trim();

    // Of several the first counts.
    private static string First(HttpRequest request) => request.Headers.ContentType is [{ } first, ..] ? first.Trim() : "";

    private static bool IsType(string type) => type.Split('/') switch { [var only] => IsToken(only), [var kind, var sub] => IsToken(kind) && IsToken(sub), _ => false };

    private static bool IsToken(string text) => text.Length > 0 && text.All(static c => c is > ' ' and < '\x7f' && !"()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal));

    private static bool IsQuoted(string text) => text.Length > 1 && text[0] == '"' && text[^1] == '"';
}
