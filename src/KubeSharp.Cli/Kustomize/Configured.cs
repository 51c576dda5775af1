using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Reads what a step of a build is configured with.</summary>
internal static class Configured
{
    /// <summary>What is read; a failure names the step and shows its configuration.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static T By<T>(string step, ObjectNode configuration, Func<T> read)
    {
        try { return read(); }
        catch (CliException e)
        {
            // A file of its own is called by its name.
            throw new CliException(configuration.Text("apiVersion") == "builtin" ? $"plugin {Identity.Of(configuration)} fails configuration: {e.Message}" : $"trouble configuring builtin {step} with config: `\n{Text(configuration)}`: {e.Message}");
        }
    }

    /// <summary>An object as failures show it among others.</summary>
    public static string Json(Node content) => JsonText.Of(FieldOrder.Sorted(content), 0);

    /// <summary>A configuration as failures show it.</summary>
    public static string Text(ObjectNode configuration) => Yaml.Write(FieldOrder.Sorted(Said(configuration)));

    // Compat: what is empty is not shown; but for the values of a chart.
    private static ObjectNode Said(ObjectNode fields) => ObjectNode.Of([.. fields.Where(static f => f.Value is not (StringNode { Value: "" } or BooleanNode { Value: false } or ArrayNode { Count: 0 } or NumberNode { IsInteger: true, Integer: 0 }))
        .Select(static f => (f.Key, (Node?)(f.Key == "valuesInline" ? f.Value : f.Value switch { ObjectNode below => Said(below), ArrayNode items => new ArrayNode([.. items.Select(static i => i is ObjectNode o ? Said(o) : i)]), var value => value })))]);
}
