namespace KubeSharp.Storage.Engine;

/// <summary>The kept versions of one key, oldest first. One writer; readers see an array that never changes.</summary>
internal sealed class KeyHistory(byte[] key)
{
    private volatile KeyVersion[] _versions = [];

    public byte[] Key { get; } = key;

    /// <summary>The newest version, written but perhaps not published yet; null: there is none.</summary>
    public KeyVersion? Newest => _versions is [.., var last] ? last : null;

    public bool IsEmpty => _versions.Length == 0;

    /// <summary>The value at the revision; null where there was none or it was deleted.</summary>
    public StoredValue? At(long revision)
    {
        var versions = _versions;
        for (var i = versions.Length - 1; i >= 0; i--)
        {
            if (versions[i].Value.ModRevision <= revision) { return versions[i].IsDeleted ? null : versions[i].Value; }
        }
        return null;
    }

    public void Add(KeyVersion version) => _versions = [.. _versions, version];

    /// <summary>Takes back what is newer than the revision.</summary>
    public void RemoveAfter(long revision) => _versions = [.. _versions.Where(v => v.Value.ModRevision <= revision)];

    /// <summary>Drops what nobody who reads at the revision or later can see; returns the dropped versions.</summary>
    public IReadOnlyList<KeyVersion> Compact(long revision)
    {
        var versions = _versions;
        var keep = Array.FindLastIndex(versions, v => v.Value.ModRevision <= revision);
        if (keep < 0) { return []; }
        if (versions[keep].IsDeleted) { keep++; }
        if (keep == 0) { return []; }
        _versions = versions[keep..];
        return versions[..keep];
    }
}
