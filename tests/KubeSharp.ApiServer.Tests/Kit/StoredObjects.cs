using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>Objects in memory, for what reads and writes a few of them: no defaults, no validation.</summary>
public sealed class StoredObjects : IObjects
{
    private ImmutableDictionary<(string Resource, string Namespace, string Name), ObjectNode> _objects = ImmutableDictionary<(string, string, string), ObjectNode>.Empty;

    /// <summary>With one more, in JSON.</summary>
    public StoredObjects With(string resource, string json)
    {
        var value = (ObjectNode)Node.Parse(json);
        _objects = _objects.SetItem(Key(resource, value), value);
        return this;
    }

    public ResourceDefinition Definition(string resource) => throw new NotSupportedException();

    public ResourceDefinition Definition(ApiResource version) => throw new NotSupportedException();

    public ImmutableArray<ApiResource> Versions(string resource) => [.. ApiResources.All.Where(r => r.QualifiedName == resource)];

    public ObjectNode? Get(string resource, string ns, string name) => _objects.GetValueOrDefault((resource, ns, name));

    public IReadOnlyList<ObjectNode> List(string resource, string ns = "") =>
        [.. _objects.Where(o => o.Key.Resource == resource && (ns.Length == 0 || o.Key.Namespace == ns)).OrderBy(static o => o.Key.Name, StringComparer.Ordinal).Select(static o => o.Value)];

    /// <summary>Tells nothing.</summary>
    public IDisposable Subscribe(string resource, Action<ObjectChange> handler) => Stream.Null;

    public ValueTask<ObjectNode> CreateAsync(string resource, ObjectNode value, CancellationToken cancellation)
    {
        if (_objects.ContainsKey(Key(resource, value))) { throw StatusException.AlreadyExists("", resource, value.Object("metadata").Text("name")); }
        _objects = _objects.Add(Key(resource, value), value);
        return new(value);
    }

    public ValueTask<ObjectNode?> UpdateAsync(string resource, string ns, string name, Func<ObjectNode, ObjectNode?> change, CancellationToken cancellation)
    {
        if (Get(resource, ns, name) is not { } old) { return new((ObjectNode?)null); }
        if (change(old) is { } changed) { _objects = _objects.SetItem((resource, ns, name), changed); }
        return new(Get(resource, ns, name));
    }

    private static (string, string, string) Key(string resource, ObjectNode value) => (resource, value.Object("metadata").Text("namespace"), value.Object("metadata").Text("name"));
}
