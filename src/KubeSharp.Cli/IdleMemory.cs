using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KubeSharp.Cli;

/// <summary>
/// Gives back memory once a command only waits (watch, proxy, port-forward, logs -f): garbage, and the pages of program files that were needed to start.
/// What is needed later is read again from the page cache. Native program only: under the JIT there is nothing to gain.
/// </summary>
internal sealed class IdleMemory : IDisposable
{
    private const int DropPages = 4; // MADV_DONTNEED: pages of a file that nobody wrote to are read again when they are touched
    private const int ReclaimPages = 21; // MADV_PAGEOUT: loses nothing, be a page written to or not
    private static readonly TimeSpan _waitedFor = TimeSpan.FromSeconds(2);
    private readonly ITimer? _timer;

    /// <summary>Begins to wait; memory is given back once, two seconds later.</summary>
    public IdleMemory(TimeProvider time) => _timer = RuntimeFeature.IsDynamicCodeSupported ? null : time.CreateTimer(static _ => GiveBack(), null, _waitedFor, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>The mappings of files whose pages may be let go. Pure.</summary>
    /// <param name="smaps">Text of /proc/self/smaps.</param>
    /// <returns>Start and length in bytes, and whether the mapping can be written to.</returns>
    public static IReadOnlyList<(ulong Start, ulong Length, bool IsWritable)> FilePages(string smaps)
    {
        var found = new List<(ulong, ulong, bool)>();
        (ulong Start, ulong End, bool IsWritable)? current = null;
        foreach (var line in smaps.Split('\n'))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is [var range, [_, _, _, 'p'] rights, _, _, _, ['/', ..], ..] && range.Split('-') is [var start, var end])
            {
                current = (ulong.Parse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture), ulong.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture), rights[1] == 'w');
            }
            else if (fields is [[.., _] other, ..] && other.Contains('-', StringComparison.Ordinal) && !other.EndsWith(':')) { current = null; }
            // Pages of ours (relocated ones too) are no longer the file's: such a mapping is not dropped.
            else if (fields is ["Anonymous:", var own, ..] && current is { } mapping && (own == "0" || mapping.IsWritable)) { found.Add((mapping.Start, mapping.End - mapping.Start, mapping.IsWritable)); }
        }
        return found;
    }

    private static void GiveBack()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            foreach (var (start, length, isWritable) in FilePages(File.ReadAllText("/proc/self/smaps"))) { _ = MAdvise((nint)start, (nuint)length, isWritable ? ReclaimPages : DropPages); }
        }
        catch (IOException) { }
    }

#pragma warning disable SYSLIB1054 // plain blittable calls
    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int MAdvise(nint start, nuint length, int advice);
#pragma warning restore SYSLIB1054
}
