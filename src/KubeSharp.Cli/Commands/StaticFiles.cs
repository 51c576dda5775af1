using System.Net;
using System.Text;

namespace KubeSharp.Cli.Commands;

/// <summary>The files that kubectl proxy serves beside the API (--www). Pure but for reading them.</summary>
internal static class StaticFiles
{
    private const string Index = "index.html";

    private static readonly Dictionary<string, string> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".htm"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".txt"] = "text/plain; charset=utf-8",
        [".xml"] = "text/xml; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".wasm"] = "application/wasm",
    };

    /// <summary>What is answered to a path below the folder: a file, the page of a folder or the list of what is in it, or where it is to be found; nothing outside the folder is served.</summary>
    public static (string Status, string Type, string Location, byte[] Body) Answer(string folder, string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var wanted = Path.GetFullPath(Path.Combine(root, Uri.UnescapeDataString(path).TrimStart('/')));
        var file = Path.TrimEndingDirectorySeparator(wanted);
        if (file != root && !file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) { return Missing(); }
        if (Directory.Exists(file))
        {
            if (path.Length > 0 && !path.EndsWith('/')) { return ("301 Moved Permanently", "text/plain; charset=utf-8", $"{path[(path.LastIndexOf('/') + 1)..]}/", []); }
            if (!File.Exists(Path.Combine(file, Index))) { return ("200 OK", _types[".html"], "", Encoding.UTF8.GetBytes(List(file))); }
            file = Path.Combine(file, Index);
        }
        return File.Exists(file) ? ("200 OK", _types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream"), "", File.ReadAllBytes(file)) : Missing();
    }

    private static (string, string, string, byte[]) Missing() => ("404 Not Found", "text/plain; charset=utf-8", "", "404 page not found\n"u8.ToArray());

    private static string List(string folder)
    {
        var names = Directory.EnumerateDirectories(folder).Select(static d => Path.GetFileName(d) + "/").Concat(Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f))).Order(StringComparer.Ordinal);
        return $"<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n{string.Concat(names.Select(static n => $"<a href=\"{string.Join('/', n.Split('/').Select(Uri.EscapeDataString))}\">{WebUtility.HtmlEncode(n)}</a>\n"))}</pre>\n";
    }
}
