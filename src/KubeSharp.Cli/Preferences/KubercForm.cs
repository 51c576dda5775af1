using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Preferences;

/// <summary>The fields that preferences have, in both of their versions. Source: the reference page "kuberc (v1beta1)". Pure.</summary>
internal static class KubercForm
{
    private const string Text = "string";

    // By type: the fields, their types, and whether they are written where they are empty.
    private static readonly Dictionary<string, (string Name, string Type, bool IsKept)[]> _fields = new(StringComparer.Ordinal)
    {
        ["Preference"] = [("kind", Text, false), ("apiVersion", Text, false), ("defaults", "[]CommandDefaults", true), ("aliases", "[]AliasOverride", true), ("credentialPluginPolicy", Text, false), ("credentialPluginAllowlist", "[]AllowlistEntry", false)],
        ["CommandDefaults"] = [("command", Text, true), ("options", "[]CommandOptionDefault", true)],
        ["AliasOverride"] = [("name", Text, true), ("command", Text, true), ("prependArgs", "[]string", false), ("appendArgs", "[]string", false), ("options", "[]CommandOptionDefault", false)],
        ["CommandOptionDefault"] = [("name", Text, true), ("default", Text, true)],
        ["AllowlistEntry"] = [("name", Text, false), ("command", Text, false)],
    };

    // What the fields were called before; null: they were not there.
    private static readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal) { ["defaults"] = "overrides", ["options"] = "flags", ["credentialPluginPolicy"] = null, ["credentialPluginAllowlist"] = null };

    /// <summary>A document as preferences are held, whatever its version says, and the fields that it has beside theirs.</summary>
    /// <param name="isStrict">Its version counts, and texts are texts only; else numbers and truth values are texts, too.</param>
    /// <exception cref="FormatException">A field has another form.</exception>
    public static (ObjectNode Content, IReadOnlyList<string> Unknown) Of(Node document, bool isStrict)
    {
        var unknown = new List<string>();
        var isOld = isStrict && document.TextAt("apiVersion") == "kubectl.config.k8s.io/v1alpha1";
        return ((ObjectNode)Struct(document, "Preference", "", isStrict, isOld, unknown), unknown);
    }

    private static Node Struct(Node value, string type, string path, bool isStrict, bool isOld, List<string> unknown)
    {
        if (value is not ObjectNode content) { throw new FormatException($"json: cannot unmarshal {KindOf(value)} into {(path.Length == 0 ? "Go value" : path)} of type v1beta1.{type}"); }
        var (made, names) = (ObjectNode.Empty, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (name, fieldType, isKept) in _fields[type])
        {
            var called = isOld && _before.TryGetValue(name, out var before) ? before : name;
            if (called is not null) { names.Add(called); }
            var field = called is null || content[called] is null or NullNode ? (fieldType == Text ? "" : NullNode.Instance) : Typed(content[called]!, fieldType, $"{path}.{called}", isStrict, isOld, unknown);
            if (isKept || isStrict || field is not (NullNode or StringNode { Value: "" } or ArrayNode { Count: 0 })) { made = made.Set(name, field); }
        }
        unknown.AddRange(content.Select(static f => f.Key).Where(k => !names.Contains(k)).Order(StringComparer.Ordinal).Select(k => Called($"{path}.{k}")));
        return made;
    }

    private static Node Typed(Node value, string type, string path, bool isStrict, bool isOld, List<string> unknown)
    {
        if (type == Text)
        {
            return value switch
            {
                StringNode or NullNode => value is NullNode ? "" : value,
                NumberNode or BooleanNode when !isStrict => value.ToString(),
                _ => throw Wrong(value, path, Text),
            };
        }
        var item = type[2..];
        return value is not ArrayNode items ? throw Wrong(value, path, item == Text ? type : $"[]v1beta1.{item}")
            : new ArrayNode([.. items.Select((one, i) => item == Text ? Typed(one, Text, $"{path}.{i.ToString(CultureInfo.InvariantCulture)}", isStrict, isOld, unknown) : Struct(one, item, $"{path}.{i.ToString(CultureInfo.InvariantCulture)}", isStrict, isOld, unknown))]);
    }

    private static FormatException Wrong(Node value, string path, string type) => new($"json: cannot unmarshal {KindOf(value)} into Go struct field {path} of type {type}");

    private static string KindOf(Node value) => value is BooleanNode ? "bool" : value.Kind;

    // .defaults.0.x as defaults[0].x
    private static string Called(string path) => string.Concat(path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(static (p, i) => int.TryParse(p, out _) ? $"[{p}]" : i == 0 ? p : $".{p}"));
}
