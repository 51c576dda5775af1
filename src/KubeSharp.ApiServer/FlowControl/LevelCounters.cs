using System.Collections.Concurrent;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What a priority level has done so far; each step is counted by flow schema, too.</summary>
public sealed class LevelCounters(string level, FlowMetrics metrics)
{
    private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private long _dispatched;

    /// <summary>Requests that got a seat.</summary>
    public long Dispatched => Volatile.Read(ref _dispatched);
    /// <summary>Requests refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejected => _rejected;

    /// <summary>One is reckoned to need seats.</summary>
    public void Estimate(FlowRequest request, int width) => metrics.Estimated.Observe(width, request.Schema, level);

    /// <summary>One waits: in a queue of so many, it among them.</summary>
    public void Wait(Seat seat, int queued)
    {
        metrics.Waiting.Add(1, seat.Request.Schema, level);
        metrics.WaitingSeats.Add(seat.Width, seat.Request.Schema, level);
        metrics.QueueLengths.Observe(queued, seat.Request.Schema, level);
    }

    /// <summary>One got its seats.</summary>
    public void Dispatch(Seat seat, TimeSpan waited)
    {
        Interlocked.Increment(ref _dispatched);
        metrics.Dispatched.Add(1, seat.Request.Schema, level);
        metrics.Executing.Add(1, seat.Request.Schema, level);
        metrics.Seats.Add(seat.Width, seat.Request.Schema, level);
        metrics.Waited.Observe(waited.TotalSeconds, "true", seat.Request.Schema, level);
        if (seat.Turn is not null) { WaitsNoMore(seat); }
    }

    /// <summary>One gave them back.</summary>
    public void Done(Seat seat, TimeSpan held)
    {
        metrics.Executed.Observe(held.TotalSeconds, seat.Request.Schema, level, seat.Request.Info.Verb == "watch" ? "watch" : "regular");
        metrics.Executing.Add(-1, seat.Request.Schema, level);
        metrics.Seats.Add(-seat.Width, seat.Request.Schema, level);
    }

    /// <summary>One that waited so long waits no more.</summary>
    public void GiveUp(Seat seat, TimeSpan waited, string reason)
    {
        WaitsNoMore(seat);
        metrics.Waited.Observe(waited.TotalSeconds, "false", seat.Request.Schema, level);
        Reject(seat.Request.Schema, reason);
    }

    /// <summary>One was refused.</summary>
    public void Reject(string schema, string reason)
    {
        _rejected.AddOrUpdate(reason, 1, static (_, n) => n + 1);
        metrics.Rejected.Add(1, schema, level, reason);
    }

    private void WaitsNoMore(Seat seat)
    {
        metrics.Waiting.Add(-1, seat.Request.Schema, level);
        metrics.WaitingSeats.Add(-seat.Width, seat.Request.Schema, level);
    }
}
