using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Api;

namespace KubeSharp.Client.Informers;

/// <summary>
/// The objects of a kind as last seen. One writer, the informer; readers get the immutable objects themselves.
/// What <see cref="Get"/> shows, the indexes show already: a reader never finds an object that its index lacks.
/// </summary>
public sealed class ObjectCache<T> where T : class, IApiObject<T>
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), T> _objects = new();
    private readonly ConcurrentDictionary<string, Index> _indexes = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();

    /// <summary>How many there are.</summary>
    public int Count => _objects.Count;

    /// <summary>The object; null where there is none.</summary>
    public T? Get(string? ns, string name) => _objects.GetValueOrDefault((ns ?? "", name));

    /// <summary>All objects, or those of a namespace; in no order.</summary>
    public IReadOnlyCollection<T> List(string? ns = null) =>
        string.IsNullOrEmpty(ns) ? [.. _objects.Select(static o => o.Value)] : [.. _objects.Where(o => o.Key.Namespace == ns).Select(static o => o.Value)];

    /// <summary>Keeps an index from now on; adding one of the same name again does nothing.</summary>
    public void AddIndex(string name, Func<T, IEnumerable<string>> keys)
    {
        lock (_writing)
        {
            if (_indexes.ContainsKey(name)) { return; }
            var index = new Index(keys);
            foreach (var (_, value) in _objects) { index.Change(null, value); }
            _indexes[name] = index;
        }
    }

    /// <summary>The objects that the index files under the key.</summary>
    public IReadOnlyList<T> ByIndex(string name, string key) => _indexes[name].Get(key);

    /// <summary>Puts the object in; returns the one it replaces.</summary>
    internal T? Put(T value)
    {
        lock (_writing)
        {
            var key = KeyOf(value);
            var old = _objects.GetValueOrDefault(key);
            foreach (var (_, index) in _indexes) { index.Change(old, value); }
            _objects[key] = value;
            return old;
        }
    }

    /// <summary>Takes the object out; returns it.</summary>
    internal T? Remove((string Namespace, string Name) key)
    {
        lock (_writing)
        {
            if (!_objects.TryGetValue(key, out var old)) { return null; }
            foreach (var (_, index) in _indexes) { index.Change(old, null); }
            _objects.TryRemove(key, out _);
            return old;
        }
    }

    /// <summary>The keys there are.</summary>
    internal IEnumerable<(string Namespace, string Name)> Keys => _objects.Select(static o => o.Key);

    /// <summary>Namespace and name.</summary>
    internal static (string Namespace, string Name) KeyOf(T value) => (value.Metadata.Namespace ?? "", value.Metadata.Name ?? "");

    private sealed class Index(Func<T, IEnumerable<string>> keys)
    {
        private readonly ConcurrentDictionary<string, ImmutableDictionary<(string, string), T>> _filed = new(StringComparer.Ordinal);

        public IReadOnlyList<T> Get(string key) => _filed.TryGetValue(key, out var objects) ? [.. objects.Values] : [];

        // First in, then out: an object that changes is never missing in between.
        public void Change(T? old, T? @new)
        {
            string[] filed = @new is null ? [] : [.. keys(@new)];
            foreach (var key in filed) { _filed[key] = Under(key).SetItem(KeyOf(@new!), @new!); }
            foreach (var key in old is null ? [] : keys(old).Except(filed))
            {
                var left = Under(key).Remove(KeyOf(old!));
                if (left.IsEmpty) { _filed.TryRemove(key, out _); } else { _filed[key] = left; }
            }
        }

        private ImmutableDictionary<(string, string), T> Under(string key) => _filed.GetValueOrDefault(key, ImmutableDictionary<(string, string), T>.Empty);
    }
}
