using System.Threading.Channels;

namespace KubeSharp.Controllers.GarbageCollection;

/// <summary>Who owns whom, by uid, and who is to be looked at.</summary>
public sealed class OwnerGraph
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GraphObject> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _dependents = new(StringComparer.Ordinal);
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<string> _suspects = new(StringComparer.Ordinal);
    // Those that can wait: nothing has changed about them.
    private HashSet<string> _later = new(StringComparer.Ordinal);

    /// <summary>The object; null where it is unknown.</summary>
    public GraphObject? Get(string uid)
    {
        lock (_lock) { return _objects.GetValueOrDefault(uid); }
    }

    /// <summary>What names the object as an owner.</summary>
    public IReadOnlyList<GraphObject> DependentsOf(string uid)
    {
        lock (_lock) { return _dependents.TryGetValue(uid, out var uids) ? [.. uids.Select(u => _objects.GetValueOrDefault(u)).OfType<GraphObject>()] : []; }
    }

    /// <summary>Takes in an object.</summary>
    public void Put(GraphObject value)
    {
        lock (_lock)
        {
            Detach(value.Uid);
            _objects[value.Uid] = value;
            foreach (var owner in value.Owners)
            {
                if (!_dependents.TryGetValue(owner.Uid, out var uids)) { _dependents[owner.Uid] = uids = new(StringComparer.Ordinal); }
                uids.Add(value.Uid);
                if (!_objects.ContainsKey(owner.Uid)) { Look(value.Uid); }
                else if (_objects[owner.Uid].IsDeleting) { Look(owner.Uid); }
            }
            if (value.IsDeleting) { Look(value.Uid); }
        }
    }

    /// <summary>An object is gone: what it owned may be lost, and whoever waited for it may go on.</summary>
    public void Remove(string uid)
    {
        lock (_lock)
        {
            if (_objects.GetValueOrDefault(uid) is { } gone)
            {
                foreach (var owner in gone.Owners) { Look(owner.Uid); }
            }
            Detach(uid);
            _objects.Remove(uid);
            foreach (var dependent in _dependents.GetValueOrDefault(uid) ?? []) { Look(dependent); }
        }
    }

    /// <summary>These are all objects of the resource.</summary>
    public void Replace(DiscoveredResource resource, IEnumerable<GraphObject> objects)
    {
        var all = objects.ToDictionary(static o => o.Uid, StringComparer.Ordinal);
        string[] gone;
        lock (_lock) { gone = [.. _objects.Values.Where(o => o.Resource.GroupVersion == resource.GroupVersion && o.Resource.Plural == resource.Plural && !all.ContainsKey(o.Uid)).Select(static o => o.Uid)]; }
        foreach (var uid in gone) { Remove(uid); }
        foreach (var value in all.Values) { Put(value); }
    }

    /// <summary>Looks at it again in the next sweep.</summary>
    public void Suspect(string uid)
    {
        lock (_lock) { _later.Add(uid); }
    }

    /// <summary>Those to be looked at now; in a sweep, also those that were left for it.</summary>
    public IReadOnlyCollection<string> TakeSuspects(bool isSweep)
    {
        lock (_lock)
        {
            var taken = _suspects;
            _suspects = new(StringComparer.Ordinal);
            if (isSweep)
            {
                taken.UnionWith(_later);
                _later = new(StringComparer.Ordinal);
            }
            return taken;
        }
    }

    /// <summary>Returns when something has changed that makes suspects, at once where it has since the last call.</summary>
    public async Task ChangedAsync(CancellationToken cancellation) => await _news.Reader.ReadAsync(cancellation).ConfigureAwait(false);

    // Under the lock.
    private void Look(string uid)
    {
        _suspects.Add(uid);
        _news.Writer.TryWrite(true);
    }

    private void Detach(string uid)
    {
        if (_objects.GetValueOrDefault(uid) is not { } old) { return; }
        foreach (var owner in old.Owners)
        {
            if (_dependents.TryGetValue(owner.Uid, out var uids) && uids.Remove(uid) && uids.Count == 0) { _dependents.Remove(owner.Uid); }
        }
    }
}
