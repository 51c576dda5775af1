using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace KubeSharp.Api;

/// <summary>An immutable list that is equal to another when its items are.</summary>
[CollectionBuilder(typeof(ApiList), nameof(ApiList.Create))]
public sealed class ApiList<T> : IReadOnlyList<T>, IEquatable<ApiList<T>>
{
    private readonly ImmutableArray<T> _items;

    internal ApiList(ImmutableArray<T> items) => _items = items;

    /// <summary>No items.</summary>
    public static ApiList<T> Empty { get; } = new([]);

    /// <summary>Number of items.</summary>
    public int Count => _items.Length;

    /// <summary>The item at the index.</summary>
    public T this[int index] => _items[index];

    /// <summary>A copy with one item more at the end.</summary>
    public ApiList<T> Add(T item) => new(_items.Add(item));

    /// <summary>A copy with one item replaced.</summary>
    public ApiList<T> SetItem(int index, T item) => new(_items.SetItem(index, item));

    /// <summary>The items without copying.</summary>
    public ReadOnlySpan<T> AsSpan() => _items.AsSpan();

    /// <summary>The items in order.</summary>
    public ImmutableArray<T>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_items).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ApiList<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && _items.AsSpan().SequenceEqual(other._items.AsSpan(), EqualityComparer<T>.Default));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ApiList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items) { hash.Add(item); }
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _items)}]";

    /// <summary>An array becomes a list.</summary>
    public static implicit operator ApiList<T>(T[] items) => ApiList.Create<T>(items);

    /// <summary>An immutable array becomes a list without copying.</summary>
    public static implicit operator ApiList<T>(ImmutableArray<T> items) => items.IsDefaultOrEmpty ? Empty : new(items);
}

/// <summary>Makes lists.</summary>
public static class ApiList
{
    /// <summary>A list of these items.</summary>
    public static ApiList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ApiList<T>.Empty : new([.. items]);

    /// <summary>The items as a list.</summary>
    public static ApiList<T> ToApiList<T>(this IEnumerable<T> items) => ImmutableArray.CreateRange(items);
}
