using System.Text.Json;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>The configuration that kubectl applied from the client's side and left in an annotation; only kubectl's own applies look at it.</summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Kubectl = "kubectl";

    /// <summary>The paths of the fields in it that the live object still has as they were applied; null: there is none, or it is none of the writer's business.</summary>
    public static HashSet<string>? Fields(ObjectNode live, Schema schema, FieldWriter writer)
    {
        if (writer.Manager != Kubectl || live.TextAt("metadata", "annotations", Annotation) is not { Length: > 0 } text) { return null; }
        try { return Node.Parse(text) is ObjectNode applied && applied.TextAt("apiVersion") == writer.Version ? [.. ServerSideApply.Same(applied, live, schema).Paths()] : null; }
        catch (JsonException) { return null; }
    }

    /// <summary>The applied object with the annotation that says so, where it has one already: so that kubectl may go back to the client's side.</summary>
    public static ObjectNode Follow(ObjectNode applied, ObjectNode configuration, FieldWriter writer)
    {
        if (writer.Manager != Kubectl || writer.Subresource.Length > 0 || applied.TextAt("metadata", "annotations", Annotation) is null) { return applied; }
        var plain = configuration.At("metadata", "annotations", Annotation) is null ? configuration : (ObjectNode)configuration.With(["metadata", "annotations", Annotation], null);
        return (ObjectNode)applied.With(["metadata", "annotations", Annotation], plain + "\n");
    }
}
