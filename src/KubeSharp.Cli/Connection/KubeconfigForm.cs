using System.Buffers;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Connection;

/// <summary>The fields that a kubeconfig has. Source: the reference page "Client Authentication and kubeconfig (v1)".</summary>
internal static class KubeconfigForm
{
    private static readonly SearchValues<char> _base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    // By type: the fields, their types, and whether they are written where they are empty.
    private static readonly Dictionary<string, (string Name, string Type, bool IsKept)[]> _fields = new(StringComparer.Ordinal)
    {
        ["Config"] = [("kind", "string", false), ("apiVersion", "string", false), ("preferences", "v1.Preferences", false), ("clusters", "[]v1.NamedCluster", true), ("contexts", "[]v1.NamedContext", true), ("users", "[]v1.NamedAuthInfo", true), ("current-context", "string", true), ("extensions", "any", false)],
        ["Preferences"] = [("colors", "bool", false), ("extensions", "any", false)],
        ["NamedCluster"] = [("name", "string", true), ("cluster", "v1.Cluster", true)],
        ["NamedContext"] = [("name", "string", true), ("context", "v1.Context", true)],
        ["NamedAuthInfo"] = [("name", "string", true), ("user", "v1.AuthInfo", true)],
        ["Cluster"] = [("server", "string", true), ("tls-server-name", "string", false), ("insecure-skip-tls-verify", "bool", false), ("certificate-authority", "string", false), ("certificate-authority-data", "[]uint8", false), ("proxy-url", "string", false), ("disable-compression", "bool", false), ("extensions", "any", false)],
        ["Context"] = [("cluster", "string", true), ("user", "string", true), ("namespace", "string", false), ("extensions", "any", false)],
        ["AuthInfo"] =
        [
            ("client-certificate", "string", false), ("client-certificate-data", "[]uint8", false), ("client-key", "string", false), ("client-key-data", "[]uint8", false), ("token", "string", false), ("tokenFile", "string", false),
            ("as", "string", false), ("as-uid", "string", false), ("as-groups", "[]string", false), ("as-user-extra", "map[string][]string", false), ("username", "string", false), ("password", "string", false),
            ("auth-provider", "v1.AuthProviderConfig", false), ("exec", "v1.ExecConfig", false), ("extensions", "any", false),
        ],
        ["AuthProviderConfig"] = [("name", "string", true), ("config", "map[string]string", true)],
        ["ExecConfig"] = [("command", "string", true), ("args", "[]string", true), ("env", "[]v1.ExecEnvVar", true), ("apiVersion", "string", false), ("installHint", "string", false), ("provideClusterInfo", "bool", true), ("interactiveMode", "string", false)],
        ["ExecEnvVar"] = [("name", "string", true), ("value", "string", true)],
    };

    /// <summary>A kubeconfig with the fields it may have. Pure.</summary>
    /// <exception cref="FormatException">A field has another form.</exception>
    public static ObjectNode Of(ObjectNode content) => Struct(content, "Config", "");

    /// <summary>The fields of an entry as "config set" calls them, with their types.</summary>
    public static IReadOnlyList<(string Name, string Type)> Properties(string type) => [.. _fields[type].Select(static f => (f.Name is "as" or "as-uid" or "as-groups" or "as-user-extra" ? $"act-{f.Name}" : f.Name, f.Type))];

    private static ObjectNode Struct(ObjectNode value, string type, string path)
    {
        var made = ObjectNode.Empty;
        foreach (var (name, fieldType, isKept) in _fields[type])
        {
            var field = value[name] is null or NullNode ? Zero(fieldType) : Typed(value[name]!, fieldType, $"{type}.{path}{name}", $"{path}{name}");
            if (isKept || !IsEmpty(field)) { made = made.Set(name, field); }
        }
        return made;
    }

    private static Node Typed(Node value, string type, string place, string path)
    {
        FormatException Wrong() => new($"json: cannot unmarshal {(value is BooleanNode ? "bool" : value.Kind)} into Go struct field {place} of type {type}");
        if (type == "any") { return value; }
        if (value is NullNode) { return Zero(type); }
        switch (type)
        {
            case "string": return value is StringNode ? value : throw Wrong();
            case "bool": return value is BooleanNode ? value : throw Wrong();
            case "[]uint8":
                CheckBase64((value as StringNode ?? throw Wrong()).Value);
                return value;
            case ['[', ']', .. var item]: return value is ArrayNode { } items ? items.Count == 0 ? NullNode.Instance : new ArrayNode([.. items.Select(i => Typed(i, item, place, path))]) : throw Wrong();
            case ['m', 'a', 'p', '[', 's', 't', 'r', 'i', 'n', 'g', ']', .. var item]:
                return value is ObjectNode entries ? ObjectNode.Of([.. entries.Select(e => (e.Key, (Node?)Typed(e.Value, item, place, path)))]) : throw Wrong();
            default: return value is ObjectNode fields ? Struct(fields, type[3..], path + ".") : throw Wrong();
        }
    }

    /// <summary>What is said of a name that stands twice in a list; empty: none does. Pure.</summary>
    public static string Duplicate(ObjectNode content)
    {
        foreach (var (list, field, type) in new[] { ("clusters", "cluster", "Cluster"), ("users", "user", "AuthInfo"), ("contexts", "context", "Context") })
        {
            var entries = (content[list] as ArrayNode ?? ArrayNode.Empty).ToArray();
            if (entries.GroupBy(static e => e.TextAt("name") ?? "").FirstOrDefault(static g => g.Count() > 1) is not { } twice) { continue; }
            // What a user has is nobody else's to read, though upstream prints it.
            var shown = list == "users" ? "" : $": [{string.Join(' ', entries.Select(e => $"{{{e.TextAt("name")} {GoText(e.At(field) as ObjectNode ?? ObjectNode.Empty, type)}}}"))}]";
            return $"error converting *[]Named{type} into *map[string]*api.{type}: duplicate name \"{twice.Key}\" in list{shown}";
        }
        return "";
    }

    // A struct as Go prints it: its values in the order of its fields.
    private static string GoText(ObjectNode value, string type) => $"{{{string.Join(' ', _fields[type].Select(f => f.Type switch
    {
        "string" => value.TextAt(f.Name) ?? "",
        "bool" => value[f.Name] is BooleanNode { Value: true } ? "true" : "false",
        "[]uint8" when value.TextAt(f.Name) is { Length: > 0 } data => $"[{string.Join(' ', Convert.FromBase64String(data))}]",
        _ => "[]",
    }))}}}";

    private static Node Zero(string type) => type switch
    {
        "string" => "",
        "bool" => false,
        "map[string]string" => ObjectNode.Empty,
        "v1.Cluster" or "v1.Context" or "v1.AuthInfo" => Struct(ObjectNode.Empty, type[3..], ""),
        _ => NullNode.Instance,
    };

    private static bool IsEmpty(Node value) => value is NullNode or StringNode { Value: "" } or BooleanNode { Value: false } or ObjectNode { Count: 0 } or ArrayNode { Count: 0 };

    private static void CheckBase64(string text)
    {
        if (Convert.TryFromBase64String(text, new byte[text.Length], out _)) { return; }
        var wrong = text.AsSpan().IndexOfAnyExcept(_base64);
        throw new FormatException($"illegal base64 data at input byte {(wrong >= 0 ? wrong : text.Contains('=', StringComparison.Ordinal) ? text.Length : text.Length / 4 * 4)}");
    }
}
