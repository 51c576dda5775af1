namespace KubeSharp.ApiServer.FlowControl;

/// <summary>The requests of some flows that wait, and how much of the level's time their flows have had. Guarded by the level's lock.</summary>
internal sealed class FairQueue
{
    /// <summary>Who waits, the first to be served first.</summary>
    public LinkedList<Seat> Waiting { get; } = new();

    /// <summary>Virtual time at which its next request starts: the queue with the least is served next.</summary>
    public double NextStart { get; set; }
}
