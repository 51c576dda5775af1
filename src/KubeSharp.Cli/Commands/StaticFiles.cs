using System.Net;
using System.Text;

namespace KubeSharp.Cli.Commands;

/// <summary>The files that kubectl proxy serves beside the API (--www). Pure but for reading them.</summary>
internal static class StaticFiles
{
    private const string Index = "index.html";
    private const string Plain = "text/plain; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";

    private static readonly Dictionary<string, string> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = Html,
        [".htm"] = Html,
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".yaml"] = "application/x-yaml",
        [".md"] = "text/markdown; charset=utf-8",
        [".txt"] = Plain,
        [".xml"] = "text/xml; charset=utf-8",
        [".pdf"] = "application/pdf",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".wasm"] = "application/wasm",
    };

    // What a file without a known ending begins with.
    private static readonly (string Beginning, string Type)[] _beginnings =
    [
        ("\u0089PNG\r\n\u001a\n", "image/png"), ("GIF8", "image/gif"), ("\u00ff\u00d8\u00ff", "image/jpeg"), ("%PDF-", "application/pdf"), ("\u001f\u008b\u0008", "application/x-gzip"), ("<!DOCTYPE HTML", Html), ("<HTML", Html),
    ];

    /// <summary>What is answered to a path below the folder: a file or parts of it, the page of a folder or the list of what is in it, or where it is to be found; nothing outside the folder is served.</summary>
    /// <param name="header">A header of the request; empty: it has none such.</param>
    public static StaticAnswer Answer(string folder, string path, Func<string, string> header)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var wanted = Path.GetFullPath(Path.Combine(root, Uri.UnescapeDataString(path).TrimStart('/')));
        var file = Path.TrimEndingDirectorySeparator(wanted);
        if (file != root && !file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) { return Missing(); }
        if (Directory.Exists(file))
        {
            if (path.Length > 0 && !path.EndsWith('/')) { return new("301 Moved Permanently", [("Location", $"{path[(path.LastIndexOf('/') + 1)..]}/")], []); }
            if (!File.Exists(Path.Combine(file, Index))) { return new("200 OK", [("Content-Type", Html), ("Last-Modified", Written(file).ToString("r"))], Encoding.UTF8.GetBytes(List(file))); }
            file = Path.Combine(file, Index);
        }
        return File.Exists(file) ? FileConditions.Answer(File.ReadAllBytes(file), TypeOf, Written(file), header) : Missing();

        string TypeOf(byte[] content) => _types.GetValueOrDefault(Path.GetExtension(file)) ?? Sniffed(content);
    }

    private static DateTimeOffset Written(string path) => DateTimeOffset.FromUnixTimeSeconds(new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeSeconds());

    private static StaticAnswer Missing() => new("404 Not Found", [("Content-Type", Plain), ("X-Content-Type-Options", "nosniff")], "404 page not found\n"u8.ToArray());

    private static string Sniffed(byte[] content)
    {
        var text = Encoding.Latin1.GetString(content.AsSpan(0, Math.Min(content.Length, 512)));
        return _beginnings.FirstOrDefault(b => text.TrimStart().StartsWith(b.Beginning, StringComparison.OrdinalIgnoreCase)).Type ?? (text.Any(static c => c < ' ' && c is not ('\t' or '\n' or '\f' or '\r' or '\u001b')) ? "application/octet-stream" : Plain);
    }

    private static string List(string folder)
    {
        var names = Directory.EnumerateDirectories(folder).Select(static d => Path.GetFileName(d) + "/").Concat(Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f))).Order(StringComparer.Ordinal);
        return $"<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n{string.Concat(names.Select(static n => $"<a href=\"{string.Join('/', n.Split('/').Select(Uri.EscapeDataString))}\">{WebUtility.HtmlEncode(n)}</a>\n"))}</pre>\n";
    }
}
