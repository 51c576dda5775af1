using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace KubeSharp.Api.Descriptions;

/// <summary>
/// What types and fields mean, in the words of the API reference. The text is unpacked when it is first asked for and let go when memory is
/// short: it is needed only while OpenAPI documents are made.
/// </summary>
public static class ApiDescriptions
{
    private static readonly WeakReference<Dictionary<string, string>?> _texts = new(null);

    /// <summary>What the type is; empty: nothing is said.</summary>
    /// <param name="type">OpenAPI name, as io.k8s.api.core.v1.Pod.</param>
    public static string OfType(string type) => DescriptionNames.Types(type).Select(Texts().GetValueOrDefault).FirstOrDefault(static t => t is not null) ?? "";

    /// <summary>What the field means; empty: nothing is said.</summary>
    /// <param name="type">OpenAPI name of the type that has it.</param>
    /// <param name="field">JSON name.</param>
    public static string OfField(string type, string field)
    {
        var texts = Texts();
        return DescriptionNames.Types(type).SelectMany(t => DescriptionNames.Properties(field).Select(p => $"{t}.{p}"))
            .Select(texts.GetValueOrDefault).FirstOrDefault(static t => t is not null) ?? "";
    }

    private static Dictionary<string, string> Texts()
    {
        if (_texts.TryGetTarget(out var known)) { return known; }
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("descriptions.zip") ?? throw new InvalidDataException("the descriptions are not part of this build");
        using var archive = new ZipArchive(resource, ZipArchiveMode.Read);
        using var reader = new StreamReader(archive.Entries[0].Open(), Encoding.UTF8);
        var texts = Read(reader);
        _texts.SetTarget(texts);
        return texts;
    }

    /// <summary>Reads lines "# Name" and the text below each. Lines of a paragraph are one; paragraphs stay apart.</summary>
    internal static Dictionary<string, string> Read(TextReader reader)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = "";
        var text = new StringBuilder();
        var isParagraph = false;
        void Keep()
        {
            if (name.Length > 0 && text.Length > 0) { texts[name] = text.ToString(); }
            text.Clear();
            isParagraph = false;
        }
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                Keep();
                name = line[2..];
                continue;
            }
            var words = line.AsSpan().Trim();
            if (words.IsEmpty)
            {
                isParagraph = true;
                continue;
            }
            if (text.Length > 0) { text.Append(isParagraph ? "\n\n" : " "); }
            text.Append(words);
            isParagraph = false;
        }
        Keep();
        return texts;
    }
}
