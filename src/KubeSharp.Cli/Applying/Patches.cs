using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.Cli.Applying;

/// <summary>Content types of patches, and applying them here (dry runs, local changes).</summary>
internal static class Patches
{
    /// <summary>Strategic merge patch.</summary>
    public const string StrategicType = "application/strategic-merge-patch+json";
    /// <summary>JSON merge patch.</summary>
    public const string MergeType = "application/merge-patch+json";
    /// <summary>JSON patch.</summary>
    public const string JsonType = "application/json-patch+json";

    /// <summary>The object with the patch applied.</summary>
    /// <exception cref="CliException">The patch does not fit.</exception>
    public static Node Apply(ObjectNode content, Node patch, string type, ResourceType resource)
    {
        // Compat: what a patch may be is told in the words of Go's libraries.
        if (type == JsonType && patch is NullNode) { return content; }
        if (type == JsonType && patch is ArrayNode all && all.ToList().FindIndex(static o => o is not (ObjectNode or NullNode)) is >= 0 and var at) { throw new CliException($"json: cannot unmarshal {(all[at] is BooleanNode ? "bool" : all[at].Kind)} into Patch.{at} of type jsonpatch.Operation"); }
        if (type == JsonType && patch is not ArrayNode) { throw new CliException($"json: cannot unmarshal {(patch is ObjectNode ? "object" : "string")} into Go value of type jsonpatch.Patch"); }
        if (type == StrategicType && patch is NullNode) { return content; }
        if (type != JsonType && patch is not ObjectNode) { throw new CliException(type == StrategicType ? "invalid JSON document" : "Invalid JSON Patch"); }
        try
        {
            return type switch
            {
                JsonType => LocalJsonPatch.Apply(content, (ArrayNode)patch),
                StrategicType when KindSchemas.Of(resource.Group, resource.Version, resource.Kind) is { } schema => StrategicMergePatch.Apply(content, (ObjectNode)patch, schema),
                _ => MergePatch.Apply(content, patch),
            };
        }
        // Compat: by what the client says of a field that is missing.
        catch (CliException e) when (e.Message.Split("doc is missing key: ") is [_, var missing]) { throw new CliException($"Object to be patched is missing field ({missing})"); }
        catch (PatchException e) { throw new CliException(e.Message); }
    }
}
