using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.Api;

/// <summary>An immutable map from text, sorted by key (ordinal), equal to another when its entries are. Lookup is by binary search.</summary>
public sealed class ApiMap<T> : IReadOnlyDictionary<string, T>, IEquatable<ApiMap<T>>
{
    private readonly ImmutableArray<KeyValuePair<string, T>> _entries;

    private ApiMap(ImmutableArray<KeyValuePair<string, T>> entries) => _entries = entries;

    /// <summary>No entries.</summary>
    public static ApiMap<T> Empty { get; } = new([]);

    /// <summary>A map of these entries; of equal keys the last counts.</summary>
    public static ApiMap<T> From(IEnumerable<KeyValuePair<string, T>> entries)
    {
        var sorted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in entries) { sorted[key] = value; }
        return sorted.Count == 0 ? Empty : new([.. sorted]);
    }

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no entry \"{key}\"");

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Select(e => e.Key);

    /// <inheritdoc/>
    public IEnumerable<T> Values => _entries.Select(e => e.Value);

    /// <summary>The value, or the default of its type where the key is missing.</summary>
    public T? Get(string key) => TryGetValue(key, out var value) ? value : default;

    /// <summary>A copy in which the key has the value.</summary>
    public ApiMap<T> Set(string key, T value)
    {
        var i = Find(key);
        return new(i >= 0 ? _entries.SetItem(i, new(key, value)) : _entries.Insert(~i, new(key, value)));
    }

    /// <summary>A copy without the key.</summary>
    public ApiMap<T> Remove(string key) => Find(key) is var i and >= 0 ? (Count == 1 ? Empty : new(_entries.RemoveAt(i))) : this;

    /// <summary>A copy with these entries added or replaced.</summary>
    public ApiMap<T> SetAll(IEnumerable<KeyValuePair<string, T>> entries) => From(_entries.Concat(entries));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Find(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var i = Find(key);
        value = i >= 0 ? _entries[i].Value : default;
        return i >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(ApiMap<T>? other)
    {
        if (ReferenceEquals(this, other)) { return true; }
        if (other is null || other.Count != Count) { return false; }
        for (var i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Key != other._entries[i].Key || !EqualityComparer<T>.Default.Equals(_entries[i].Value, other._entries[i].Value)) { return false; }
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ApiMap<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (key, value) in _entries) { hash.Add(HashCode.Combine(key, value)); }
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", _entries.Select(e => $"{e.Key}={e.Value}"))}}}";

    /// <summary>The entries in key order.</summary>
    public ImmutableArray<KeyValuePair<string, T>>.Enumerator GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => ((IEnumerable<KeyValuePair<string, T>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_entries).GetEnumerator();

    // The index of the key, or the complement of where it would stand.
    private int Find(string key)
    {
        var (low, high) = (0, _entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_entries[middle].Key, key);
            if (order == 0) { return middle; }
            if (order < 0) { low = middle + 1; } else { high = middle - 1; }
        }
        return ~low;
    }
}

/// <summary>Makes maps.</summary>
public static class ApiMap
{
    /// <summary>A map of these entries.</summary>
    public static ApiMap<T> Of<T>(params ReadOnlySpan<(string Key, T Value)> entries)
    {
        var pairs = new KeyValuePair<string, T>[entries.Length];
        for (var i = 0; i < entries.Length; i++) { pairs[i] = new(entries[i].Key, entries[i].Value); }
        return ApiMap<T>.From(pairs);
    }

    /// <summary>The entries as a map.</summary>
    public static ApiMap<T> ToApiMap<T>(this IEnumerable<KeyValuePair<string, T>> entries) => ApiMap<T>.From(entries);
}
