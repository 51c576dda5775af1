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

    /// <summary>A configuration as failures show it.</summary>
    public static string Text(ObjectNode configuration) => Yaml.Write(FieldOrder.Sorted(configuration));
}
