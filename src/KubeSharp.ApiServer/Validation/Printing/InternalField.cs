using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation.Printing;

/// <summary>A field of a type by which upstream prints and compares values: see <see cref="InternalTypes"/>.</summary>
internal sealed record InternalField(string Name, char Kind, string Type, string Wire, bool IsAround = false)
{
    private const string Kinds = "?*%:#!@";
    private const char Text = ' ', Inlined = '+';
    private const string Around = "^";

    /// <summary>The fields of the value stand in its place.</summary>
    public bool IsInlined => Kind == Inlined;

    /// <summary>Reads one word of a line.</summary>
    public static InternalField Parse(string word)
    {
        if (word[0] == Inlined) { return new("", Inlined, "", word[1..]); }
        var (head, wire) = word.Split('=') is [var first, var second] ? (first, second) : (word, null);
        var end = head.AsSpan().IndexOfAny(Kinds);
        var name = end < 0 ? head : head[..end];
        return new(name, end < 0 ? Text : head[end], end < 0 ? "" : head[(end + 1)..], wire is null or Around ? WireName(name) : wire, wire == Around);
    }

    /// <summary>What upstream shows for the field of the object, which stands in another.</summary>
    public Node Print(ObjectNode owner, ObjectNode around) => (Kind, From(owner, around)) switch
    {
        (':', var value) => InternalForm.Of(Type, value, owner),
        ('#', null) => 0,
        ('!', null) => false,
        ('@', null) => Node.Parse(Type),
        (Text, null) => "",
        (_, null) => NullNode.Instance,
        ('?', { } value) when Type.Length > 0 => InternalForm.Of(Type, value, owner),
        ('*', ArrayNode items) when Type.Length > 0 => new ArrayNode([.. items.Select(i => InternalForm.Of(Type, i, owner))]),
        ('%', ObjectNode fields) when Type.Length > 0 => ObjectNode.Of([.. fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, (Node?)InternalForm.Of(Type, f.Value, owner)))]),
        (_, { } value) => Shown(value),
    };

    /// <summary>Whether upstream takes the field for the same in both objects.</summary>
    public bool IsSame((ObjectNode Value, ObjectNode Around) a, (ObjectNode Value, ObjectNode Around) b)
    {
        var (mine, theirs) = (From(a.Value, a.Around), From(b.Value, b.Around));
        if (IsInlined) { return Immutability.Same(Shown(mine ?? ObjectNode.Empty), Shown(theirs ?? ObjectNode.Empty)); }
        bool Equal(Node? x, Node? y) => InternalForm.Same(Type, (x as ObjectNode ?? ObjectNode.Empty, a.Value), (y as ObjectNode ?? ObjectNode.Empty, b.Value));
        return Kind switch
        {
            ':' => Equal(mine, theirs),
            '?' when Type.Length > 0 => mine is null == theirs is null && Equal(mine, theirs),
            '*' when Type.Length > 0 => (mine as ArrayNode ?? ArrayNode.Empty, theirs as ArrayNode ?? ArrayNode.Empty) is var (x, y) && x.Count == y.Count && x.Zip(y).All(p => Equal(p.First, p.Second)),
            '*' or '%' => Immutability.Same(mine, theirs),
            _ => Print(a.Value, a.Around).Equals(Print(b.Value, b.Around)),
        };
    }

    private Node? From(ObjectNode owner, ObjectNode around) => (IsAround ? around : owner)[Wire] is { } value and not NullNode ? value : null;

    // In objects printed as JSON shows them, what is empty is not there; maps are sorted.
    private static Node Shown(Node value) => value switch
    {
        ObjectNode fields => ObjectNode.Of([.. fields.Where(static f => f.Value is not (NullNode or ArrayNode { Count: 0 })).OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => (f.Key, (Node?)Shown(f.Value)))]),
        ArrayNode items => new ArrayNode([.. items.Select(Shown)]),
        _ => value,
    };

    // The first word is written small: a run of capitals but for the last, which begins the next word.
    private static string WireName(string name)
    {
        var run = name.TakeWhile(char.IsAsciiLetterUpper).Count();
        var small = run == name.Length || run == 1 ? run : run - 1;
        return string.Concat(name[..small].ToLowerInvariant(), name.AsSpan(small));
    }
}
