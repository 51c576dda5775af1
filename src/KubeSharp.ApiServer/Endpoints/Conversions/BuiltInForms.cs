using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.Endpoints.Conversions;

/// <summary>Objects of built-in kinds as a server would hold them, for who has none: with their defaults, in any of their versions.</summary>
public static class BuiltInForms
{
    // Defaults ask no other objects.
    private static readonly Lazy<ResourceTable> _table = new(static () => ResourceTable.BuiltIn(KindRulesTable.Create(new KindRulesOptions { Objects = null! })));

    /// <summary>The object in a version of its kind.</summary>
    /// <param name="value">Its apiVersion and kind are those of a built-in resource.</param>
    /// <param name="apiVersion">The version wanted; empty: the one that a server stores.</param>
    /// <returns>Null: there is no such kind, or not in that version.</returns>
    public static ObjectNode? Convert(ObjectNode value, string apiVersion)
    {
        var (from, kind) = (value.TextAt("apiVersion"), value.TextAt("kind"));
        foreach (var definition in _table.Value.BuiltIns)
        {
            if (definition.Versions.FirstOrDefault(v => v.GroupVersion == from && v.Kind == kind) is not { } given) { continue; }
            if (definition.Versions.FirstOrDefault(v => apiVersion.Length > 0 ? v.GroupVersion == apiVersion : ReferenceEquals(v, definition.Storage)) is not { } wanted) { return null; }
            var stored = ObjectForms.ToStorage(definition, given, Defaults.Fill(value, definition.Schema(given)));
            return ObjectForms.Convert(definition, wanted, definition.Rules.Default(Defaults.Fill(stored, definition.Schema(definition.Storage))));
        }
        return null;
    }
}
