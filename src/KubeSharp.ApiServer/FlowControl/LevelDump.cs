namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What a priority level does at one moment.</summary>
/// <param name="NextStarts">Of each queue, the virtual time at which its next request starts.</param>
/// <param name="Requests">Those that wait, those that run and came by a queue, and the others.</param>
public sealed record LevelDump(IReadOnlyList<double> NextStarts, IReadOnlyList<LevelDump.Entry> Requests)
{
    /// <summary>The place of one that is in no queue, or waits no more.</summary>
    public const int None = -1;

    /// <summary>A request.</summary>
    /// <param name="Request">What it is.</param>
    /// <param name="Queue">Its queue's number, or <see cref="None"/>.</param>
    /// <param name="Place">Its place among those that wait, or <see cref="None"/>: it runs.</param>
    /// <param name="Seats">Seats it takes.</param>
    /// <param name="SeatSeconds">The work that it is reckoned to be.</param>
    /// <param name="Arrived">When it came.</param>
    /// <param name="Started">When it got its seats; null: it waits.</param>
    public sealed record Entry(FlowRequest Request, int Queue, int Place, int Seats, double SeatSeconds, DateTimeOffset Arrived, DateTimeOffset? Started);
}
