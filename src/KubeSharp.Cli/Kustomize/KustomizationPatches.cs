using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>patches, patchesStrategicMerge and patchesJson6902.</summary>
internal static class KustomizationPatches
{
    /// <summary>The transformers that a kustomization's patches are.</summary>
    public static IEnumerable<string> Kinds(Node spec) =>
    [
        .. spec.Items("patchesStrategicMerge").Take(1).Select(static _ => "PatchStrategicMergeTransformer"), .. spec.Items("patches").Select(static _ => "PatchTransformer"), .. spec.Items("patchesJson6902").Select(static _ => "PatchJson6902Transformer"),
    ];

    /// <summary>The objects with all patches applied.</summary>
    /// <exception cref="CliException">A patch is none, or does not fit.</exception>
    public static List<ObjectNode> Apply(List<ObjectNode> objects, Node spec, BuildRoot root)
    {
        var read = spec.Items("patchesStrategicMerge").Select(e => (Node)ObjectNode.Of(("patch", e.Text().Contains('\n', StringComparison.Ordinal) ? e.Text() : root.Text(e.Text()))))
            .Concat(spec.Items("patches")).Concat(spec.Items("patchesJson6902"))
            .Select(p => Configured.By("PatchTransformer", (ObjectNode)p, () => (Patch: p, Bodies: Bodies((ObjectNode)p, root)))).ToArray();
        return read.Aggregate(objects, static (all, patch) => One(all, patch.Patch, patch.Bodies));
    }

    private static IReadOnlyList<Node> Bodies(ObjectNode patch, BuildRoot root)
    {
        var (given, path) = (patch.Text("patch").Trim(), patch.Text("path"));
        var shown = Configured.Text(patch).TrimEnd('\n');
        if (given.Length == 0 && path.Length == 0) { throw new CliException($"must specify one of patch and path in\n{shown}"); }
        if (given.Length > 0 && path.Length > 0) { throw new CliException($"patch and path can't be set at the same time\n{shown}"); }
        var source = given.Length > 0 ? $"[patch: {JsonText.Quote(given)}]" : $"[path: {JsonText.Quote(path)}]";
        var text = given.Length > 0 ? given : Loaded(root, path);
        try
        {
            // Compat: a list is JSON from its first letter on, or YAML.
            if (text.StartsWith('[')) { return Node.Parse(text) is ArrayNode list ? [list] : throw new FormatException(); }
            if (Yaml.ReadAll(text, static _ => { }) is [ArrayNode operations]) { return [operations]; }
            var bodies = ResourceFile.Objects(text, path);
            if (bodies.Count > 1 && patch.At("target") is not null) { throw new CliException($"Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field: {source}"); }
            return bodies;
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException || (e is CliException && !e.Message.StartsWith("Multiple ", StringComparison.Ordinal))) { throw new CliException($"unable to parse SM or JSON patch from {source}"); }
    }

    private static string Loaded(BuildRoot root, string path)
    {
        try { return root.Text(path); }
        catch (CliException e) { throw new CliException($"failed to get the patch file from path({path}): {e.Message}"); }
    }

    private static List<ObjectNode> One(List<ObjectNode> objects, Node patch, IReadOnlyList<Node> bodies)
    {
        foreach (var body in bodies)
        {
            var target = patch.At("target");
            if (target is null && body is ArrayNode) { throw new CliException($"must specify a target for JSON patch {(patch.Text("path") is { Length: > 0 } path ? $"[path: {JsonText.Quote(path)}]" : $"[patch: {JsonText.Quote(patch.Text("patch").Trim())}]")}"); }
            bool[] hits;
            try { hits = [.. objects.Select(o => target is null ? IsNamed(o, body) : Selecting.Fits(o, target))]; }
            catch (FormatException e) { throw new CliException(body is ArrayNode ? e.Message : $"unable to find patch target {JsonText.Quote(Identity.OfTarget(target!))} in `resources`: {e.Message}"); }
            if (target is null && !hits.Contains(true)) { throw new CliException($"no resource matches strategic merge patch {JsonText.Quote(Identity.Of(body))}: no matches for Id {Identity.Of(body)}; failed to find unique target for patch {Identity.Of(body)}"); }
            objects = [.. objects.Zip(hits).Where(h => !h.Second || body.Text("$patch") != "delete").Select(h => h.Second ? Patched(h.First, body, patch) : h.First)];
        }
        return objects;
    }

    // What it is called by may be a name that it had below.
    private static bool IsNamed(ObjectNode content, Node body) => content.Text("kind") == body.Text("kind") && content.Text("apiVersion") == body.Text("apiVersion")
        && (content.Text("metadata", "name") == body.Text("metadata", "name") || References.PreviousNames(content).Contains(body.Text("metadata", "name")));

    private static ObjectNode Patched(ObjectNode content, Node body, Node patch)
    {
        bool Keeps(string option) => patch.At("options", option) is not BooleanNode { Value: true };
        if (body is not ArrayNode)
        {
            if (Keeps("allowNameChange")) { body = body.With(["metadata", "name"], content.At("metadata", "name")); }
            if (Keeps("allowKindChange")) { body = body.With(["kind"], content.At("kind")).With(["apiVersion"], content.At("apiVersion")); }
        }
        var (group, version) = Identity.Split(content.Text("apiVersion"));
        return (ObjectNode)Patches.Apply(content, body, body is ArrayNode ? Patches.JsonType : Patches.StrategicType, new ResourceType(group, version, "", content.Text("kind"), true));
    }
}
