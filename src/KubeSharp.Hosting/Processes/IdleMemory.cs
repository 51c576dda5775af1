namespace KubeSharp.Hosting.Processes;

/// <summary>
/// Gives memory back to the machine once a process that was busy has nothing to do: the collector alone keeps what a start or a load has left behind
/// for as long as nothing is allocated.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class IdleMemory(TimeProvider time)
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(10);
    private const double IdleShare = 0.1;
    private const long GrowthMin = 32 << 20;

    /// <summary>Collects each time the process has grown by half (and 32 MiB) and then used less than a tenth of a processor for ten seconds; for the first time after the start.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var held = 0L;
        for (var before = Environment.CpuUsage.TotalTime; ;)
        {
            await Task.Delay(_lookEvery, time, cancellation).ConfigureAwait(false);
            var now = Environment.CpuUsage.TotalTime;
            if (IsDue(held, Environment.WorkingSet, now - before))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                held = Environment.WorkingSet;
            }
            // What it needs may have become less: growth is counted from there.
            held = Math.Min(held, Environment.WorkingSet);
            before = Environment.CpuUsage.TotalTime;
        }
    }

    /// <summary>Whether a process that held so many bytes, holds so many now, and used so much processor time in the last ten seconds, is to collect.</summary>
    public static bool IsDue(long held, long holds, TimeSpan used) => used < _lookEvery * IdleShare && holds > held + Math.Max(GrowthMin, held / 2);
}
