using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>patches, patchesStrategicMerge and patchesJson6902. Each is read before any is applied. Source: Kustomize, patch transformers.</summary>
internal static class KustomizationPatches
{
    /// <summary>What an entry of patches does.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static Func<List<ObjectNode>, List<ObjectNode>> Read(ObjectNode patch, BuildRoot root)
    {
        var (given, path, target) = (patch.Text("patch").Trim(), patch.Text("path"), patch.At("target"));
        var shown = Configured.Text(patch).TrimEnd('\n');
        if (given.Length == 0 && path.Length == 0) { throw new CliException($"must specify one of patch and path in\n{shown}"); }
        if (given.Length > 0 && path.Length > 0) { throw new CliException($"patch and path can't be set at the same time\n{shown}"); }
        var source = given.Length > 0 ? $"[patch: {JsonText.Quote(given)}]" : $"[path: {JsonText.Quote(path)}]";
        var text = given.Length > 0 ? given : Loaded(root, path);
        IReadOnlyList<ObjectNode> bodies;
        try { bodies = ResourceFile.Objects(text, path, isEach: true); }
        catch (CliException)
        {
            if (Operations(text) is not { } operations || operations.Any(static o => LocalJsonPatch.Mistake(o) is not null)) { throw new CliException($"unable to parse SM or JSON patch from {source}"); }
            return objects => Json(objects, operations, target ?? throw new CliException($"must specify a target for JSON patch {source}"), isRemembered: true);
        }
        if (bodies.Count == 0) { return static objects => objects; }
        return target is null ? objects => bodies.Aggregate(objects, (all, body) => ByName(all, body, patch)) : objects => ByTarget(objects, bodies, target, patch, source);
    }

    /// <summary>What patchesStrategicMerge do: texts, or paths of files; and more texts in one.</summary>
    /// <exception cref="CliException">One is none.</exception>
    public static Func<List<ObjectNode>, List<ObjectNode>> Read(IReadOnlyList<string> paths, string more, BuildRoot root)
    {
        if (paths.Count == 0 && more.Length == 0) { throw new CliException("empty file path and empty patch content"); }
        var bodies = paths.SelectMany(p => Bodies(p, root)).Concat(more.Length > 0 ? ResourceFile.Objects(more, "", isEach: true) : []).ToArray();
        if (bodies.Length == 0) { throw new CliException($"patch appears to be empty; files=[{string.Join(' ', paths)}], Patch={more}"); }
        return objects => bodies.Aggregate(objects, static (all, body) => Merged(all, [One(all, ObjectId.Of(body))], body, ObjectNode.Empty));
    }

    /// <summary>What an entry of patchesJson6902 does.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static Func<List<ObjectNode>, List<ObjectNode>> ReadOperations(Node settings, BuildRoot root)
    {
        var (path, text) = (settings.Text("path"), settings.Text("jsonOp"));
        if (settings.At("target").Text("name").Length == 0) { throw new CliException("must specify the target name"); }
        if (path.Length == 0 && text.Length == 0) { throw new CliException("empty file path and empty jsonOp"); }
        if (path.Length > 0)
        {
            if (text.Length > 0) { throw new CliException("must specify a file path or jsonOp, not both"); }
            text = root.Text(path);
            if (text.Length == 0) { throw new CliException($"patch file '{path}' empty seems to be empty"); }
        }
        var operations = Operations(text) ?? throw new CliException($"decoding {text}: json: cannot unmarshal {Kind(text)} into Go value of type jsonpatch.Patch");
        if (operations.FirstOrDefault(static o => LocalJsonPatch.Mistake(o) is not null) is { } wrong) { throw new CliException($"decoding {(text.StartsWith('[') ? text : JsonText.Of(FieldOrder.Sorted(operations), 0))}: invalid operation {JsonText.Of(wrong, 0)}: {LocalJsonPatch.Mistake(wrong)}"); }
        if (operations is { Count: 0 }) { throw new CliException($"patch appears to be empty; file={path}, JsonOp={text}"); }
        return objects => Json(objects, operations, settings.At("target")!, isRemembered: false);
    }

    private static string Kind(string text)
    {
        try { return Yaml.ReadAll(text, static _ => { }).FirstOrDefault()?.Kind ?? "null"; }
        catch (FormatException) { return "string"; }
    }

    private static IReadOnlyList<ObjectNode> Bodies(string given, BuildRoot root)
    {
        // Compat: what is no patch is the path of one.
        try { return ResourceFile.Objects(given, "", isEach: true); }
        catch (CliException)
        {
            var text = root.Text(given);
            return ResourceFile.Objects(text, given, isEach: true);
        }
    }

    // Compat: a list is JSON from its first letter on, or YAML.
    private static ArrayNode? Operations(string text)
    {
        try
        {
            var read = text.StartsWith('[') ? Node.Parse(text) : Yaml.ReadAll(text, static _ => { }).FirstOrDefault();
            return read is ArrayNode list && list.All(static o => o is ObjectNode or NullNode) ? list : null;
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException) { return null; }
    }

    private static string Loaded(BuildRoot root, string path)
    {
        try { return root.Text(path); }
        catch (CliException e) { throw new CliException($"failed to get the patch file from path({path}): {e.Message}"); }
    }

    private static ObjectNode One(List<ObjectNode> objects, ObjectId id) => objects.Where(o => BuildNotes.Ids(o).Any(i => i.Is(id))).ToArray() switch
    {
        [var one] => one,
        [] => throw new CliException($"no matches for Id {id}; failed to find unique target for patch {id}"),
        _ => throw new CliException($"multiple matches for Id {id}; failed to find unique target for patch {id}"),
    };

    private static List<ObjectNode> ByName(List<ObjectNode> objects, ObjectNode body, Node patch)
    {
        var id = ObjectId.Of(body);
        ObjectNode target;
        try { target = One(objects, id); }
        catch (CliException e) { throw new CliException($"no resource matches strategic merge patch {JsonText.Quote(id.ToString())}: {e.Message}"); }
        return [.. objects.Select(o => ReferenceEquals(o, target) ? Patched(o, body, patch) : o).OfType<ObjectNode>()];
    }

    private static List<ObjectNode> ByTarget(List<ObjectNode> objects, IReadOnlyList<ObjectNode> bodies, Node target, Node patch, string source)
    {
        if (bodies.Count > 1) { throw new CliException($"Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field: {source}"); }
        try
        {
            var wanted = new Selecting(target);
            return Merged(objects, [.. objects.Where(wanted.Fits)], bodies[0], patch);
        }
        catch (FormatException e) { throw new CliException($"unable to find patch target {JsonText.Quote(Identity.OfTarget(target))} in `resources`: {e.Message}"); }
    }

    // Compat: on this way a patch has its labels and annotations as texts, so that a null takes nothing away.
    private static List<ObjectNode> Merged(List<ObjectNode> objects, IReadOnlyCollection<ObjectNode> targets, ObjectNode body, Node patch)
    {
        body = Texts(Texts(body, "labels"), "annotations");
        var all = new List<ObjectNode>();
        foreach (var content in objects)
        {
            var changed = !targets.Contains(content, ReferenceEqualityComparer.Instance) ? content : Patched(content, body.Set("apiVersion", content.At("apiVersion") ?? ""!), patch);
            if (changed is null) { continue; }
            var id = ObjectId.Of(changed);
            if (all.Exists(o => ObjectId.Of(o).Is(id))) { throw new CliException($"may not add resource with an already registered id: {id}"); }
            all.Add(changed);
        }
        return all;
    }

    private static ObjectNode Texts(ObjectNode body, string field) => body.At("metadata", field) switch
    {
        ObjectNode { Count: > 0 } map => (ObjectNode)body.With(["metadata", field], ObjectNode.Of([.. map.Select(static f => (f.Key, (Node?)f.Value is NullNode ? "null" : f.Value.Text()))])),
        null => body,
        _ => (ObjectNode)body.With(["metadata", field], null),
    };

    // Null: the patch deletes it.
    private static ObjectNode? Patched(ObjectNode content, ObjectNode body, Node patch)
    {
        bool Allows(string option) => patch.At("options", option) is BooleanNode { Value: true };
        var (group, version) = Identity.Split(content.Text("apiVersion"));
        var before = Allows("allowNameChange") || Allows("allowKindChange") ? BuildNotes.Remembering(content) : content;
        if (MergedPatch.Apply(before, body, KindSchemas.Of(group, version, content.Text("kind"))) is not { Count: > 0 } merged) { return null; }
        if (!Allows("allowKindChange")) { merged = merged.Set("kind", content.At("kind")!); }
        if (!Allows("allowNameChange")) { merged = (ObjectNode)merged.With(["metadata", "name"], content.At("metadata", "name")); }
        return (ObjectNode)merged.With(["metadata", "namespace"], content.At("metadata", "namespace"));
    }

    private static List<ObjectNode> Json(List<ObjectNode> objects, ArrayNode operations, Node target, bool isRemembered)
    {
        try
        {
            var wanted = new Selecting(target);
            var meant = objects.Where(wanted.Fits).ToHashSet<ObjectNode>(ReferenceEqualityComparer.Instance);
            return [.. objects.Select(o => meant.Contains(o) ? Cleared(LocalJsonPatch.Apply(isRemembered ? BuildNotes.Remembering(o) : o, operations)) : o)];
        }
        catch (FormatException e) { throw new CliException(e.Message); }
    }

    private static ObjectNode Cleared(Node content) => content is not ObjectNode fields ? throw new CliException("wrong node kind: expected MappingNode but got SequenceNode")
        : fields.At("metadata", "annotations") is ObjectNode { Count: 0 } ? (ObjectNode)fields.With(["metadata", "annotations"], null) : fields;
}
