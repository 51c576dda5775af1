using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Applying;

/// <summary>Which permissions and subjects of a role or binding are not in another one. Pure.</summary>
internal static class RuleDifference
{
    // One verb on one resource (or path), of one name or of all.
    private readonly record struct Permission(string Verb, string Group, string Resource, string Name, string Path);

    /// <summary>What the rules allow that others do not, verbs of a resource together.</summary>
    public static IReadOnlyList<Node> Uncovered(IEnumerable<Node> rules, IEnumerable<Node> by)
    {
        var there = by.SelectMany(Split).ToArray();
        return [.. rules.SelectMany(Split).Where(p => !there.Any(t => Covers(t, p))).GroupBy(static p => (p.Group, p.Resource, p.Name, p.Path)).Select(static g => Rule(g.Key, g.Select(static p => p.Verb).Distinct()))];
    }

    /// <summary>The subjects that are not among others.</summary>
    public static IReadOnlyList<Node> Missing(IEnumerable<Node> subjects, IEnumerable<Node> among) => [.. subjects.Where(s => !among.Any(a => Subject(a) == Subject(s)))];

    /// <summary>A rule as Go prints it.</summary>
    public static string Shown(Node rule)
    {
        string List(string field) => string.Join(' ', rule.Items(field).Select(static v => v.Text()));
        return $"{{Verbs:[{List("verbs")}] APIGroups:[{List("apiGroups")}] Resources:[{List("resources")}] ResourceNames:[{List("resourceNames")}] NonResourceURLs:[{List("nonResourceURLs")}]}}";
    }

    /// <summary>A subject as Go prints it.</summary>
    public static string ShownSubject(Node subject) => $"{{Kind:{subject.Text("kind")} APIGroup:{subject.Text("apiGroup")} Name:{subject.Text("name")} Namespace:{subject.Text("namespace")}}}";

    private static (string, string, string) Subject(Node subject) => (subject.Text("kind"), subject.Text("namespace"), subject.Text("name"));

    private static IEnumerable<Permission> Split(Node rule)
    {
        string[] names = [.. rule.Items("resourceNames").Select(static n => n.Text())];
        foreach (var verb in rule.Items("verbs").Select(static v => v.Text()))
        {
            foreach (var path in rule.Items("nonResourceURLs")) { yield return new(verb, "", "", "", path.Text()); }
            foreach (var (group, resource) in rule.Items("apiGroups").SelectMany(g => rule.Items("resources").Select(r => (g.Text(), r.Text()))))
            {
                foreach (var name in names.Length > 0 ? names : [""]) { yield return new(verb, group, resource, name, ""); }
            }
        }
    }

    private static bool Covers(Permission given, Permission wanted)
    {
        static bool Any(string given, string wanted) => given == "*" || given == wanted;
        if (!Any(given.Verb, wanted.Verb) || (given.Path.Length > 0) != (wanted.Path.Length > 0)) { return false; }
        if (wanted.Path.Length > 0) { return Any(given.Path, wanted.Path) || (given.Path.EndsWith('*') && wanted.Path.StartsWith(given.Path[..^1], StringComparison.Ordinal)); }
        return Any(given.Group, wanted.Group) && (Any(given.Resource, wanted.Resource) || (given.Resource.StartsWith("*/", StringComparison.Ordinal) && wanted.Resource.EndsWith(given.Resource[1..], StringComparison.Ordinal)))
            && (given.Name.Length == 0 || given.Name == wanted.Name);
    }

    private static Node Rule((string Group, string Resource, string Name, string Path) key, IEnumerable<string> verbs) => ObjectNode.Of(("verbs", Texts([.. verbs])),
        ("apiGroups", key.Path.Length > 0 ? null : Texts(key.Group)), ("resources", key.Path.Length > 0 ? null : Texts(key.Resource)),
        ("resourceNames", key.Name.Length > 0 ? Texts(key.Name) : null), ("nonResourceURLs", key.Path.Length > 0 ? Texts(key.Path) : null));

    private static ArrayNode Texts(params string[] values) => new([.. values.Select(static v => (Node)v)]);
}
