using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>
/// What a build must remember of an object until it is done: as annotations, as Kustomize keeps it, as patches find annotations where there would be none,
/// and failures show them. Pure.
/// </summary>
internal static class BuildNotes
{
    /// <summary>Beginnings that its name was given.</summary>
    public const string Prefixes = Domain + "prefixes";
    /// <summary>Ends that its name was given.</summary>
    public const string Suffixes = Domain + "suffixes";
    /// <summary>Its name will end with the hash of its content.</summary>
    public const string NeedsHash = Domain + "needsHashSuffix";
    /// <summary>What its generator said it does to an object that is there.</summary>
    public const string Behavior = Domain + "generatorBehavior";
    /// <summary>Variables that take their value from it.</summary>
    public const string Variables = Domain + "variables";
    /// <summary>The value of what is on or off.</summary>
    public const string Enabled = "enabled";

    private const string Domain = "internal.config.kubernetes.io/";
    private const string Names = Domain + "previousNames";
    private const string Spaces = Domain + "previousNamespaces";
    private const string Kinds = Domain + "previousKinds";
    private static readonly string[] _all = [Prefixes, Suffixes, NeedsHash, Behavior, Variables, Names, Spaces, Kinds];

    /// <summary>The parts of a note; none: it was not taken.</summary>
    public static string[] Of(Node content, string note) => content.At("metadata", "annotations", note) is null ? [] : content.Text("metadata", "annotations", note).Split(',');

    /// <summary>What an object was known by before, the oldest first.</summary>
    public static IReadOnlyList<ObjectId> Previous(Node content)
    {
        var (names, spaces, kinds, now) = (Of(content, Names), Of(content, Spaces), Of(content, Kinds), Identity.Split(content.Text("apiVersion")));
        return [.. names.Select((name, i) => new ObjectId(now.Group, now.Version, kinds[i], name, spaces[i]))];
    }

    /// <summary>What an object was known by first.</summary>
    public static ObjectId First(Node content) => Previous(content) is [var first, ..] ? first : ObjectId.Of(content);

    /// <summary>What an object was and is known by.</summary>
    public static IEnumerable<ObjectId> Ids(Node content) => Previous(content).Append(ObjectId.Of(content));

    /// <summary>The object, which remembers what it is known by now.</summary>
    public static ObjectNode Remembering(ObjectNode content)
    {
        var id = ObjectId.Of(content);
        return With(With(With(content, Names, id.Name), Spaces, id.Place), Kinds, id.Kind);
    }

    /// <summary>The object with one more part of a note.</summary>
    public static ObjectNode With(ObjectNode content, string note, string value) => value.Length == 0 ? content : (ObjectNode)content.With(["metadata", "annotations", note], string.Join(',', [.. Of(content, note), value]));

    /// <summary>The object with the notes of another and none of its own.</summary>
    public static ObjectNode WithThoseOf(ObjectNode content, ObjectNode other) =>
        _all.Aggregate(content, (o, note) => other.At("metadata", "annotations", note) is { } said ? (ObjectNode)o.With(["metadata", "annotations", note], said) : Without(o, note));

    /// <summary>The object without any notes.</summary>
    public static ObjectNode Plain(ObjectNode content) => _all.Aggregate(content, Without);

    /// <summary>The object without a note.</summary>
    public static ObjectNode Without(ObjectNode content, string note)
    {
        if (content.At("metadata", "annotations") is not ObjectNode annotations || annotations[note] is null) { return content; }
        var kept = annotations.Remove(note);
        return (ObjectNode)content.With(["metadata", "annotations"], kept.Count > 0 ? kept : null);
    }
}
