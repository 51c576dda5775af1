using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Applying;

/// <summary>The annotation in which client-side apply remembers what was applied.</summary>
internal static class LastApplied
{
    /// <summary>Its name.</summary>
    public const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The object with the annotation saying what it is without it.</summary>
    public static ObjectNode Annotated(ObjectNode content)
    {
        var annotations = content.At("metadata", "annotations") as ObjectNode ?? ObjectNode.Empty;
        var plain = (ObjectNode)content.With(["metadata", "annotations"], annotations.Remove(Annotation));
        return (ObjectNode)content.With(["metadata", "annotations", Annotation], JsonText.Of(plain, 0) + "\n");
    }

    /// <summary>The object without the annotation.</summary>
    public static ObjectNode Plain(ObjectNode content) =>
        content.At("metadata", "annotations") is ObjectNode annotations && annotations[Annotation] is not null ? (ObjectNode)content.With(["metadata", "annotations"], annotations.Remove(Annotation)) : content;

    /// <summary>What the annotation says of an object that bears none.</summary>
    public static string TextOf(ObjectNode content) => JsonText.Of(Plain(content), 0) + "\n";

    /// <summary>What was applied last; null: nothing is remembered.</summary>
    public static ObjectNode? Of(Node live) => live.TextAt("metadata", "annotations", Annotation) is { Length: > 0 } text ? Node.Parse(text) as ObjectNode : null;
}
