using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Which objects a target (group, version, kind, name, namespace, selectors) means. Pure.</summary>
internal static class Selecting
{
    /// <summary>Whether an object is meant; the parts of a target are patterns.</summary>
    /// <exception cref="FormatException">A pattern is none.</exception>
    public static bool Fits(ObjectNode content, Node target)
    {
        var (group, version) = Identity.Split(content.Text("apiVersion"));
        bool Same(string field, params ReadOnlySpan<string> texts)
        {
            if (target.Text(field) is not { Length: > 0 } wanted) { return true; }
            var pattern = GoPattern.Of($"^(?:{wanted})$");
            foreach (var text in texts) { if (pattern.IsMatch(text)) { return true; } }
            return false;
        }
        return Same("group", group) & Same("version", version) & Same("kind", content.Text("kind")) & Same("name", [content.Text("metadata", "name"), .. References.PreviousNames(content)]) & Same("namespace", content.Text("metadata", "namespace"))
            && (target.Text("labelSelector") is not { Length: > 0 } labels || Labels.Match(labels, content.At("metadata", "labels") as ObjectNode))
            && (target.Text("annotationSelector") is not { Length: > 0 } notes || Labels.Match(notes, content.At("metadata", "annotations") as ObjectNode));
    }
}
