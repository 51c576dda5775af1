using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>
/// Keeps the table of resources as the CustomResourceDefinitions say: when a reader sees that a definition is established, what it defines is
/// served already. Its only writer is the loop of the cache of definitions.
/// </summary>
public sealed class CustomResourceCatalog(ResourceTable builtIn, CelMetrics metrics) : IDisposable
{
    /// <summary>The resource of the definitions.</summary>
    public const string Definitions = "customresourcedefinitions.apiextensions.k8s.io";

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private volatile ResourceTable _table = builtIn;
    private ImmutableDictionary<string, ImmutableDictionary<string, ObjectNode>> _accepted = ImmutableDictionary<string, ImmutableDictionary<string, ObjectNode>>.Empty;

    /// <summary>Counts how long the rules of custom resources take.</summary>
    public CelMetrics Metrics => metrics;

    /// <summary>What is served now.</summary>
    public ResourceTable Table => _table;

    /// <summary>The names that definitions of a group have been given, by the definition's name.</summary>
    public ImmutableDictionary<string, ObjectNode> AcceptedNames(string group) =>
        Volatile.Read(ref _accepted).GetValueOrDefault(group, ImmutableDictionary<string, ObjectNode>.Empty);

    /// <summary>Takes in a change of a definition.</summary>
    public void Take(ObjectChange change, Func<ObjectNode, IVersionConversion> conversionOf)
    {
        var of = change.New ?? change.Old!;
        var (name, group, plural) = (of.TextAt("metadata", "name") ?? "", of.Object("spec").Text("group"), of.Object("spec").Object("names").Text("plural"));
        Accept(group, name, change.New?.Object("status").Object("acceptedNames"));
        var before = _entries.GetValueOrDefault(name);
        var essence = change.New is { } value && CustomResource.IsTrue(value, "Established") ? CustomResource.Essence(value) : null;
        if (essence is null)
        {
            if (before is null) { return; }
            _entries.Remove(name);
            _table = _table.With(group, plural, []);
            before.Retire();
            return;
        }
        var isTerminating = CustomResource.IsTrue(change.New!, "Terminating");
        var isSame = before is not null && before.Essence.Equals(essence);
        if (isSame && before!.IsTerminating == isTerminating) { return; }
        var lifetime = isSame ? before!.Lifetime : new CancellationTokenSource();
        _entries[name] = new Entry(essence, isTerminating, lifetime);
        _table = _table.With(group, plural, CustomResource.Define(change.New!, conversionOf(change.New!), metrics, lifetime.Token));
        if (!isSame) { before?.Retire(); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _entries.Values) { entry.Lifetime.Dispose(); }
    }

    private void Accept(string group, string name, ObjectNode? names)
    {
        var inGroup = AcceptedNames(group);
        inGroup = names is null || names.Text("plural").Length == 0 ? inGroup.Remove(name) : inGroup.SetItem(name, names);
        Volatile.Write(ref _accepted, inGroup.IsEmpty ? _accepted.Remove(group) : _accepted.SetItem(group, inGroup));
    }

    private sealed record Entry(Node Essence, bool IsTerminating, CancellationTokenSource Lifetime)
    {
        // Watches that end do so on threads of their own, not on the cache's loop.
        public void Retire() => _ = Lifetime.CancelAsync().ContinueWith(static (_, source) => ((CancellationTokenSource)source!).Dispose(), Lifetime, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
