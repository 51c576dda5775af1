namespace KubeSharp.Storage.Engine;

/// <summary>
/// The batches of changes by revision, without gaps. The writer appends; readers hold a view whose part never changes. The array behind is
/// shared by all views and grows by doubling.
/// </summary>
internal sealed class ChangeLog
{
    private readonly WatchBatch[] _batches;
    private readonly int _start;
    private readonly int _count;

    /// <summary>An empty log whose first batch will be of the revision.</summary>
    public ChangeLog(long firstRevision) : this([], 0, 0, firstRevision) { }

    private ChangeLog(WatchBatch[] batches, int start, int count, long firstRevision) => (_batches, _start, _count, FirstRevision) = (batches, start, count, firstRevision);

    /// <summary>The log of a new store, whose first change is revision 2.</summary>
    public static ChangeLog Empty { get; } = new(2);

    /// <summary>The oldest revision kept.</summary>
    public long FirstRevision { get; }

    /// <summary>The batch of the revision.</summary>
    public WatchBatch At(long revision) => _batches[_start + (int)(revision - FirstRevision)];

    /// <summary>With more batches at its end.</summary>
    public ChangeLog With(List<WatchBatch> batches)
    {
        var array = _batches;
        var start = _start;
        if (start + _count + batches.Count > array.Length)
        {
            array = new WatchBatch[Math.Max(1024, (_count + batches.Count) * 2)];
            Array.Copy(_batches, _start, array, 0, _count);
            start = 0;
        }
        batches.CopyTo(array, start + _count);
        return new(array, start, _count + batches.Count, FirstRevision);
    }

    /// <summary>Without what is older than the revision.</summary>
    public ChangeLog From(long revision)
    {
        var drop = (int)Math.Clamp(revision - FirstRevision, 0, _count);
        var kept = new WatchBatch[_count - drop];
        Array.Copy(_batches, _start + drop, kept, 0, kept.Length);
        return new(kept, 0, kept.Length, FirstRevision + drop);
    }
}
