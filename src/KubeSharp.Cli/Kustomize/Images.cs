using System.Collections.Immutable;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Other names, tags and digests for images. Source: Kustomize, ImageTagTransformer.</summary>
internal static class Images
{
    private static readonly string[] _lists = ["containers", "initContainers"];

    /// <summary>An object with the image changed wherever it uses it. Pure.</summary>
    /// <param name="image">Name of the image, and newName, newTag, digest or tagSuffix.</param>
    public static ObjectNode Put(ObjectNode content, Node image, ImmutableArray<FieldSpec> fields)
    {
        Node With(Node? old) => old is StringNode { Value: var text } ? Changed(text, image) : old!;
        var changed = content.Text("kind") == "CustomResourceDefinition" ? content : (ObjectNode)InContainers(content, With);
        return fields.Aggregate(changed, (o, field) => field.Change(o, With, isMade: false));
    }

    // Compat: lists of containers are found at any depth, in objects of any kind.
    private static Node InContainers(Node node, Func<Node?, Node> change)
    {
        switch (node)
        {
            case ArrayNode items: return new ArrayNode([.. items.Select(i => InContainers(i, change))]);
            case ObjectNode fields:
                foreach (var (name, child) in fields)
                {
                    var below = InContainers(child, change);
                    if (_lists.Contains(name) && below is ArrayNode containers) { below = new ArrayNode([.. containers.Select(c => c is ObjectNode one && one["image"] is { } image ? one.Set("image", change(image)) : c)]); }
                    fields = fields.Set(name, below);
                }
                return fields;
            default: return node;
        }
    }

    private static string Changed(string old, Node image)
    {
        try { if (!GoPattern.Of($"^{image.Text("name")}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$").IsMatch(old)) { return old; } }
        catch (FormatException) { return old; }
        var (name, tag, digest) = Split(old);
        if (image.Text("newName") is { Length: > 0 } newName) { name = newName; }
        var (newTag, newDigest) = (image.Text("newTag"), image.Text("digest"));
        if (newTag.Length > 0 || newDigest.Length > 0) { (tag, digest) = (newTag, newDigest); }
        else if (image.Text("tagSuffix") is { Length: > 0 } suffix) { (tag, digest) = (tag + suffix, ""); }
        return name + (tag.Length > 0 ? ":" + tag : "") + (digest.Length > 0 ? "@" + digest : "");
    }

    // A colon before the first slash is a port.
    private static (string Name, string Tag, string Digest) Split(string image)
    {
        var (rest, digest) = image.Split('@', 2) is [var before, var after] ? (before, after) : (image, "");
        var colon = rest.IndexOf(':', Math.Max(0, rest.IndexOf('/', StringComparison.Ordinal)));
        return colon < 0 ? (rest, "", digest) : (rest[..colon], rest[(colon + 1)..], digest);
    }
}
