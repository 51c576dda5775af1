namespace KubeSharp.Storage.Engine;

/// <summary>Keys in order, as a persistent AVL tree: one writer makes new roots, readers go through any root without a lock.</summary>
internal sealed class KeyTree
{
    private readonly KeyTree? _left;
    private readonly KeyTree? _right;
    private readonly int _height;

    private KeyTree(KeyHistory entry, KeyTree? left, KeyTree? right)
    {
        (Entry, _left, _right) = (entry, left, right);
        _height = Math.Max(Height(left), Height(right)) + 1;
    }

    private KeyHistory Entry { get; }

    /// <summary>The history of the key; null where it is unknown.</summary>
    public static KeyHistory? Find(KeyTree? tree, ReadOnlySpan<byte> key)
    {
        while (tree is not null)
        {
            var order = key.SequenceCompareTo(tree.Entry.Key);
            if (order == 0) { return tree.Entry; }
            tree = order < 0 ? tree._left : tree._right;
        }
        return null;
    }

    /// <summary>A tree with the entry, whose key is not in it yet.</summary>
    public static KeyTree Insert(KeyTree? tree, KeyHistory entry)
    {
        if (tree is null) { return new(entry, null, null); }
        return entry.Key.AsSpan().SequenceCompareTo(tree.Entry.Key) < 0
            ? Balance(tree.Entry, Insert(tree._left, entry), tree._right)
            : Balance(tree.Entry, tree._left, Insert(tree._right, entry));
    }

    /// <summary>A tree without the key.</summary>
    public static KeyTree? Remove(KeyTree? tree, ReadOnlySpan<byte> key)
    {
        if (tree is null) { return null; }
        var order = key.SequenceCompareTo(tree.Entry.Key);
        if (order < 0) { return Balance(tree.Entry, Remove(tree._left, key), tree._right); }
        if (order > 0) { return Balance(tree.Entry, tree._left, Remove(tree._right, key)); }
        if (tree._left is null) { return tree._right; }
        if (tree._right is null) { return tree._left; }
        var next = tree._right;
        while (next._left is not null) { next = next._left; }
        return Balance(next.Entry, tree._left, Remove(tree._right, next.Entry.Key));
    }

    /// <summary>The entries with keys in [start, end), in order; an empty end means the one key start. End {0}: no end, as in etcd.</summary>
    public static IEnumerable<KeyHistory> Range(KeyTree? tree, ReadOnlyMemory<byte> start, ReadOnlyMemory<byte> end)
    {
        if (end.IsEmpty)
        {
            if (Find(tree, start.Span) is { } one) { yield return one; }
            yield break;
        }
        var isOpen = end.Length == 1 && end.Span[0] == 0;
        var path = new Stack<KeyTree>();
        var node = tree;
        while (node is not null || path.Count > 0)
        {
            while (node is not null)
            {
                if (node.Entry.Key.AsSpan().SequenceCompareTo(start.Span) >= 0)
                {
                    path.Push(node);
                    node = node._left;
                }
                else { node = node._right; }
            }
            if (path.Count == 0) { yield break; }
            node = path.Pop();
            if (!isOpen && node.Entry.Key.AsSpan().SequenceCompareTo(end.Span) >= 0) { yield break; }
            yield return node.Entry;
            node = node._right;
        }
    }

    private static int Height(KeyTree? tree) => tree?._height ?? 0;

    private static KeyTree Balance(KeyHistory entry, KeyTree? left, KeyTree? right)
    {
        var lean = Height(left) - Height(right);
        if (lean > 1)
        {
            return Height(left!._left) >= Height(left._right)
                ? new(left.Entry, left._left, new(entry, left._right, right))
                : new(left._right!.Entry, new(left.Entry, left._left, left._right._left), new(entry, left._right._right, right));
        }
        if (lean < -1)
        {
            return Height(right!._right) >= Height(right._left)
                ? new(right.Entry, new(entry, left, right._left), right._right)
                : new(right._left!.Entry, new(entry, left, right._left._left), new(right.Entry, right._left._right, right._right));
        }
        return new(entry, left, right);
    }
}
