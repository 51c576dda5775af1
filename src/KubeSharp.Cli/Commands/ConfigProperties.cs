using System.Buffers;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl config set, unset: single values by their names.</summary>
internal static class ConfigProperties
{
    private static readonly SearchValues<char> _base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>set, unset</summary>
    public static Task<int> SetAsync(CommandContext context, bool isUnset)
    {
        if (context.Arguments.Count != (isUnset ? 1 : 2)) { throw CliException.WrongWords(context.Arguments); }
        var name = context.Arguments[0];
        if (name.Length == 0) { throw new CliException("you must specify a property"); }
        if (!isUnset && context.Arguments[1].Length == 0) { throw new CliException("you cannot use set to unset a property"); }
        var files = ConfigCommand.Files(context);
        var steps = Steps(name, out var type);
        var isList = ListType(steps[0]) is not null;
        var path = isList && steps.Count > 1 ? files.FileOf(steps[0], steps[1]) : files.FileOfValue(steps[0], isUnset);
        var content = files.Content(path);
        if (isList && !isUnset && steps.Count < 3) { throw new CliException($"can't set a map to a value: map[{string.Join(' ', (content[steps[0]] as ArrayNode ?? ArrayNode.Empty).Select(static e => e.TextAt("name")))}]"); }
        if (isUnset && steps.Count > 2 && Kubeconfigs.Entry(content, steps[0], steps[1]) is null) { throw new CliException($"current map key `{steps[1]}` is invalid"); }
        var value = isUnset ? null : Value(context.Arguments[1], type, context.Flags.Bool("set-raw-bytes"));
        ConfigCommand.Save(path, content, isList && steps.Count > 1 ? InEntry(content, steps, value) : value is null ? content.Remove(steps[0]) : (ObjectNode)content.With([.. steps], value));
        context.Out.WriteLine($"Property \"{name}\" {(isUnset ? "unset" : "set")}.");
        return Task.FromResult(0);
    }

    private static string? ListType(string step) => step switch { "clusters" => "Cluster", "contexts" => "Context", "users" => "AuthInfo", _ => null };

    // The parts of a name. The name of an entry may have dots: it ends where a field's name follows, or with the whole.
    private static IReadOnlyList<string> Steps(string name, out string type)
    {
        var parts = name.Split('.');
        var at = 1;
        type = KubeconfigForm.Properties("Config").FirstOrDefault(p => p.Name == parts[0]).Type ?? throw new CliException($"unable to parse {name} after [] at api.Config");
        var steps = new List<string> { parts[0] };
        if (ListType(parts[0]) is { } entry && parts.Length > 1)
        {
            var fields = KubeconfigForm.Properties(entry);
            var end = Array.FindIndex(parts, 2, p => fields.Any(f => f.Name == p));
            if (parts.Length == 2 || end < 0)
            {
                steps.Add(string.Join('.', parts[1..]));
                return steps;
            }
            var field = fields.First(f => f.Name == parts[end]);
            steps.AddRange([string.Join('.', parts[1..end]), field.Name.StartsWith("act-", StringComparison.Ordinal) ? field.Name[4..] : field.Name]);
            (type, at) = (field.Type, end + 1);
        }
        else if (type == "v1.Preferences" && parts.Length > 1)
        {
            type = KubeconfigForm.Properties("Preferences").FirstOrDefault(p => p.Name == parts[1]).Type ?? throw new CliException($"unable to parse {name} after [{{preferences}}] at api.Preferences");
            steps.Add(parts[1]);
            at = 2;
        }
        // Compat: what stands below programs and providers cannot be set so.
        return at == parts.Length ? steps : throw new CliException($"unable to parse one or more field values of {name}");
    }

    private static Node Value(string text, string type, bool isRaw) => type switch
    {
        "bool" => GoBoolean.TryParse(text, out var isOn) ? isOn : throw new CliException($"strconv.ParseBool: parsing \"{text}\": invalid syntax"),
        "[]uint8" when isRaw => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)),
        "[]uint8" => Bytes(text),
        "[]string" => new ArrayNode([.. text.Split(',').Select(static t => (Node)t)]),
        _ => text,
    };

    private static string Bytes(string text)
    {
        var plain = string.Concat(text.Split('\r', '\n'));
        var wrong = plain.AsSpan().IndexOfAnyExcept(_base64);
        return wrong < 0 && plain.Length % 4 == 0 ? plain : throw new CliException($"error decoding input value: illegal base64 data at input byte {(wrong < 0 ? plain.Length / 4 * 4 : wrong)}");
    }

    private static ObjectNode InEntry(ObjectNode content, IReadOnlyList<string> steps, Node? value)
    {
        var entry = Kubeconfigs.Entry(content, steps[0], steps[1]) ?? ObjectNode.Empty;
        if (steps.Count == 2) { return content.Set(steps[0], new ArrayNode([.. (content[steps[0]] as ArrayNode ?? ArrayNode.Empty).Where(e => e.TextAt("name") != steps[1])])); }
        return ConfigCommand.WithEntry(content, steps[0], steps[1], (ObjectNode)entry.With([.. steps.Skip(2)], value));
    }
}
