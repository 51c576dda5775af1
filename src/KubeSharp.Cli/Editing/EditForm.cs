using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Editing;

/// <summary>How objects look in the editor: YAML below a head of comments, or JSON without one. Pure.</summary>
internal sealed class EditForm(string format)
{
    /// <summary>The form that -o asks for.</summary>
    /// <exception cref="CliException">It is no form to edit in.</exception>
    public static EditForm Of(FlagValues flags) => new(flags.Text("output") switch
    {
        "" or "yaml" => "yaml",
        "json" => "json",
        "kyaml" => "kyaml",
        var other => throw new CliException($"unable to match a printer suitable for the output format \"{other}\", allowed formats are: json,kyaml,yaml"),
    });

    /// <summary>Whether comments may stand above the objects.</summary>
    public bool TakesComments => format != "json";

    /// <summary>How the file's name ends.</summary>
    public string Ending => format == "json" ? ".json" : ".yaml";

    /// <summary>One object, or a List of several, without what says who owns which field.</summary>
    public string Text(IReadOnlyList<ResourceItem> items)
    {
        var shown = items.Select(static i => ObjectPrinter.Shown(i.Object, withManagedFields: false)).ToArray();
        var node = shown.Length == 1 ? shown[0] : ObjectNode.Of(("apiVersion", "v1"), ("kind", "List"), ("metadata", ObjectNode.Empty), ("items", new ArrayNode([.. shown])));
        return format switch
        {
            "json" => JsonText.Of(node) + "\n",
            "kyaml" => Kyaml.Of(node),
            _ => Yaml.Write(FieldOrder.Sorted(node)),
        };
    }

    /// <summary>Whether two texts say the same but for comments and form.</summary>
    public static bool AreSame(string one, string other) => Document(one) is { } left && Document(other) is { } right ? left.Equals(right) : WithoutComments(one) == WithoutComments(other);

    /// <summary>A text without its comment lines.</summary>
    public static string WithoutComments(string text) => string.Join('\n', text.Split('\n').Where(static l => l.TrimStart() is not ['#', ..] || l.TrimStart() is ['#', '!', ..]));

    /// <summary>Whether anything but comments is left.</summary>
    public static bool HasLines(string text) => text.Split('\n').Any(static l => l.Trim() is [not '#', ..]);

    private static Node? Document(string text)
    {
        try { return Yaml.ReadAll(text, static _ => { }).FirstOrDefault(); }
        catch (FormatException) { return null; }
    }
}
