using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Kubelet.Configuration;

/// <summary>Compares a configuration with the fields it may have. Pure.</summary>
internal static class ConfigurationCheck
{
    /// <summary>What is wrong, each with the path of its field; none: nothing is.</summary>
    public static IEnumerable<string> Problems(ObjectNode tree, IReadOnlyDictionary<string, ConfigurationField> fields, string path)
    {
        foreach (var (name, value) in tree)
        {
            var at = path + name;
            if (!fields.TryGetValue(name, out var field))
            {
                yield return $"unknown field \"{at}\"";
                continue;
            }
            if (value is NullNode) { continue; }
            foreach (var problem in Problems(value, field, at)) { yield return problem; }
        }
    }

    private static IEnumerable<string> Problems(Node value, ConfigurationField field, string at) => field.Form switch
    {
        ConfigurationForm.Text => Need(value is StringNode, value, at, "a text"),
        ConfigurationForm.Switch => Need(value is BooleanNode, value, at, "true or false"),
        ConfigurationForm.Whole => Need(value is NumberNode { IsInteger: true }, value, at, "a whole number"),
        ConfigurationForm.Number => Need(value is NumberNode, value, at, "a number"),
        ConfigurationForm.Duration => Need(value is StringNode text && (text.Value.Length == 0 || CelDuration.TryParse(text.Value, out _)), value, at, "a time such as 30s"),
        ConfigurationForm.Texts => Need(value is ArrayNode list && list.All(static t => t is StringNode), value, at, "a list of texts"),
        ConfigurationForm.TextMap => Need(value is ObjectNode map && map.All(static e => e.Value is StringNode), value, at, "texts by name"),
        ConfigurationForm.SwitchMap => Need(value is ObjectNode map && map.All(static e => e.Value is BooleanNode), value, at, "true or false by name"),
        ConfigurationForm.Group => value is ObjectNode group ? Problems(group, field.Fields!, at + ".") : Need(false, value, at, "an object"),
        ConfigurationForm.Groups => value is ArrayNode groups
            ? groups.SelectMany((g, i) => g is ObjectNode one ? Problems(one, field.Fields!, $"{at}[{i}].") : Need(false, g, $"{at}[{i}]", "an object"))
            : Need(false, value, at, "a list of objects"),
        _ => [],
    };

    private static IEnumerable<string> Need(bool met, Node value, string at, string what) => met ? [] : [$"{at}: {value} is not {what}"];
}
