using System.Text.RegularExpressions;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Which objects a target (group, version, kind, name, namespace, selectors) means; its parts are patterns. Pure.</summary>
internal sealed class Selecting
{
    private readonly Dictionary<string, Regex> _patterns = [];
    private readonly Node _target;

    /// <summary>Reads a target.</summary>
    /// <exception cref="FormatException">A pattern is none.</exception>
    public Selecting(Node target)
    {
        _target = target;
        foreach (var field in (ReadOnlySpan<string>)["group", "version", "kind", "name", "namespace"])
        {
            if (target.Text(field) is { Length: > 0 } wanted) { _patterns[field] = GoPattern.Of($"^(?:{wanted})$"); }
        }
    }

    /// <summary>Whether it says nothing but labels and annotations.</summary>
    public bool IsEmpty => _patterns.Count == 0;

    /// <summary>Whether it says labels or annotations.</summary>
    public bool HasSelectors => _target.Text("labelSelector").Length > 0 || _target.Text("annotationSelector").Length > 0;

    /// <summary>Whether an object is meant: by what it was called first, or is called now.</summary>
    /// <exception cref="FormatException">A selector is none.</exception>
    public bool Fits(ObjectNode content)
    {
        var (now, first) = (ObjectId.Of(content), BuildNotes.First(content));
        return (Fits("namespace", first.Place) || Fits("namespace", now.Place)) && (Fits("name", first.Name) || Fits("name", now.Name)) && FitsKind(now) && FitsSelectors(content);
    }

    /// <summary>Whether what an object was or is known by is meant. Compat: here a namespace that is not said is none, not the default one.</summary>
    public bool Fits(ObjectId id) => FitsKind(id) && Fits("name", id.Name) && Fits("namespace", id.Namespace);

    /// <summary>Whether an object has the labels and annotations.</summary>
    /// <exception cref="FormatException">A selector is none.</exception>
    public bool FitsSelectors(ObjectNode content) => Has(content, "labelSelector", "labels") && Has(content, "annotationSelector", "annotations");

    private bool FitsKind(ObjectId id) => Fits("group", id.Group) && Fits("version", id.Version) && Fits("kind", id.Kind);

    private bool Fits(string field, string text) => !_patterns.TryGetValue(field, out var pattern) || pattern.IsMatch(text);

    private bool Has(ObjectNode content, string selector, string field) => _target.Text(selector) is not { Length: > 0 } wanted || Match(wanted, content.At("metadata", field) as ObjectNode);

    // Compat: Kustomize has the words of an older reader of selectors.
    private static bool Match(string wanted, ObjectNode? map)
    {
        try { return Labels.Match(wanted, map); }
        catch (Exception e) when (e is FormatException or CliException) { throw new FormatException(e.Message.Replace("unable to parse requirement: unable to parse requirement: ", "unable to parse requirement: ", StringComparison.Ordinal).Replace("expected: in, notin, =, ==, !=, gt, lt", "expected: '=', '!=', '==', 'in', notin'", StringComparison.Ordinal)); }
    }
}
