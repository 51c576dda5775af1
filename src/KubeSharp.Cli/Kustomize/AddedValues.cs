using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>One value in fields of many objects. Source: Kustomize, ValueAddTransformer.</summary>
internal static class AddedValues
{
    /// <summary>What the step does: it puts the value into the fields of all targets.</summary>
    /// <exception cref="CliException">A target says no field, or there is none.</exception>
    public static Func<List<ObjectNode>, List<ObjectNode>> Read(ObjectNode settings, BuildRoot root)
    {
        var value = settings.Text("value").Trim() is { Length: > 0 } given ? given : Path.GetFileName(root.Folder);
        var targets = Targets(settings, root);
        return objects => targets.Aggregate(objects, (all, target) =>
        {
            try
            {
                var wanted = new Selecting(target.At("selector") ?? ObjectNode.Empty);
                return [.. all.Select(o => wanted.Fits(o) ? One(o, target, value) : o)];
            }
            catch (FormatException e) { throw new CliException(e.Message); }
        });
    }

    private static Node[] Targets(ObjectNode settings, BuildRoot root)
    {
        var targets = settings.Items("targets").Concat(settings.Text("targetFilePath") is { Length: > 0 } file ? Yaml.ReadAll(root.Text(file)).SelectMany(static d => d.Items("targets")) : []).ToArray();
        if (targets.Length == 0) { throw new CliException("must specify at least one target"); }
        foreach (var target in targets)
        {
            if (target.Text("fieldPath").Length == 0) { throw new CliException("fieldPath cannot be empty"); }
            if (target.Number("filePathPosition") < 0) { throw new CliException($"value of FilePathPosition ({target.Number("filePathPosition")}) cannot be negative"); }
        }
        return targets;
    }

    private static ObjectNode One(ObjectNode content, Node target, string value)
    {
        var (path, position) = (target.Text("fieldPath"), (int)target.Number("filePathPosition"));
        if (path == "metadata/namespace") { return Namespaces.Put(content, value, isUnsetOnly: false, static s => s.Text("name") == "default", []); }
        return new FieldSpec(path, "", "", "", Creates: true).Change(content, old =>
        {
            if (position == 0) { return value; }
            var parts = old.Text().Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
            parts.Insert(Math.Min(position - 1, parts.Count), value);
            return (old.Text().StartsWith('/') ? "/" : "") + string.Join('/', parts);
        });
    }
}
