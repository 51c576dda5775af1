using KubeSharp.Api;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Cli.Applying;

/// <summary>The schemas of built-in kinds.</summary>
internal static class KindSchemas
{
    /// <summary>The schema of a kind; null where it is none of the built-in ones.</summary>
    public static Schema? Of(string group, string version, string kind) =>
        ApiResources.Kinds.FirstOrDefault(k => k.Group == group && k.Version == version && k.Kind == kind) is { } found ? ApiSchemas.Find(found.SchemaName) : null;
}
