using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KubeSharp.Machinery.Processes;

/// <summary>
/// Gives memory back to the machine once a process has nothing to do: garbage, which the collector alone keeps for as long as nothing is allocated,
/// what native libraries have freed, and, of a native program, the pages of its files that were needed to get there. What is needed later is read again from the page cache.
/// </summary>
public static class IdleMemory
{
    private const int DropPages = 4; // MADV_DONTNEED: pages of a file that nobody wrote to are read again when they are touched
    private const int ReclaimPages = 21; // MADV_PAGEOUT: loses nothing, be a page written to or not
    private const double IdleShare = 0.1;
    private const long GrowthMin = 16 << 20;
    private static readonly TimeSpan _waitedFor = TimeSpan.FromSeconds(2), _lookEvery = TimeSpan.FromSeconds(10);

    /// <summary>Of a command that only waits from now on (watch, proxy, port-forward, logs -f): once, two seconds later, unless it is disposed of before. Null under the JIT, where there is nothing to gain.</summary>
    public static IDisposable? Once(TimeProvider time) => RuntimeFeature.IsDynamicCodeSupported ? null : time.CreateTimer(static _ => GiveBack(), null, _waitedFor, Timeout.InfiniteTimeSpan);

    /// <summary>Of a server, until cancelled: each time the process has grown by half (and 16 MiB) and then used less than a tenth of a processor for ten seconds; for the first time after the start.</summary>
    public static async Task RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        var held = 0L;
        for (var before = Environment.CpuUsage.TotalTime; ;)
        {
            await Task.Delay(_lookEvery, time, cancellation).ConfigureAwait(false);
            var now = Environment.CpuUsage.TotalTime;
            if (IsDue(held, Environment.WorkingSet, now - before))
            {
                GiveBack();
                held = Environment.WorkingSet;
            }
            // What it needs may have become less: growth is counted from there.
            held = Math.Min(held, Environment.WorkingSet);
            before = Environment.CpuUsage.TotalTime;
        }
    }

    /// <summary>Whether a process that held so many bytes, holds so many now, and used so much processor time in the last ten seconds, is to give some back.</summary>
    public static bool IsDue(long held, long holds, TimeSpan used) => used < _lookEvery * IdleShare && holds > held + Math.Max(GrowthMin, held / 2);

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
        if (RuntimeFeature.IsDynamicCodeSupported) { return; }
        try
        {
            foreach (var (start, length, isWritable) in FilePages(File.ReadAllText("/proc/self/smaps"))) { _ = MAdvise((nint)start, (nuint)length, isWritable ? ReclaimPages : DropPages); }
        }
        catch (IOException) { }
        try { _ = TrimAllocator(0); }
        catch (EntryPointNotFoundException) { } // another C library than glibc, whose allocator keeps less
    }

#pragma warning disable SYSLIB1054 // plain blittable calls
    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int MAdvise(nint start, nuint length, int advice);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int TrimAllocator(nuint kept);
#pragma warning restore SYSLIB1054
}
