namespace KubeSharp.Storage.Engine;

/// <summary>
/// The kept versions of one key, oldest first. One writer appends; readers hold a view whose part never changes. The array behind is shared
/// by the views and grows by doubling, so that a key which changes all the time stays cheap to write.
/// </summary>
internal sealed class KeyHistory(byte[] key)
{
    private const int CapacityFirst = 1;

    private volatile View _view = new([], 0);

    public byte[] Key { get; } = key;

    /// <summary>The newest version, written but perhaps not published yet; null: there is none.</summary>
    public KeyVersion? Newest => _view is { Count: > 0 } view ? view.Versions[view.Count - 1] : null;

    public bool IsEmpty => _view.Count == 0;

    /// <summary>The value at the revision; null where there was none or it was deleted.</summary>
    public StoredValue? At(long revision)
    {
        var view = _view;
        var place = view.PlaceOf(revision);
        return place < 0 || view.Versions[place].IsDeleted ? null : view.Versions[place].Value;
    }

    public void Add(KeyVersion version)
    {
        var (versions, count) = _view;
        if (count == versions.Length)
        {
            var grown = new KeyVersion[Math.Max(CapacityFirst, count * 2)];
            Array.Copy(versions, grown, count);
            versions = grown;
        }
        versions[count] = version;
        _view = new(versions, count + 1);
    }

    /// <summary>Takes back what is newer than the revision.</summary>
    public void RemoveAfter(long revision)
    {
        var view = _view;
        var kept = view.Versions[..(view.PlaceOf(revision) + 1)];
        _view = new(kept, kept.Length);
    }

    /// <summary>
    /// Drops what nobody who reads or watches from the revision on can see; returns the dropped versions. A deletion at the revision itself
    /// stays: a watch may begin there.
    /// </summary>
    public ReadOnlySpan<KeyVersion> Compact(long revision)
    {
        var view = _view;
        var keep = view.PlaceOf(revision);
        if (keep < 0) { return []; }
        if (view.Versions[keep].IsDeleted && view.Versions[keep].Value.ModRevision < revision) { keep++; }
        if (keep == 0) { return []; }
        var kept = view.Versions[keep..view.Count];
        _view = new(kept, kept.Length);
        return view.Versions.AsSpan(0, keep);
    }

    private sealed record View(KeyVersion[] Versions, int Count)
    {
        /// <summary>The place of the newest version that is not newer than the revision; -1: none.</summary>
        public int PlaceOf(long revision)
        {
            // Most reads want the newest.
            if (Count > 0 && Versions[Count - 1].Value.ModRevision <= revision) { return Count - 1; }
            var (low, high) = (0, Count);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (Versions[middle].Value.ModRevision <= revision) { low = middle + 1; } else { high = middle; }
            }
            return low - 1;
        }
    }
}
