namespace KubeSharp.ApiServer.FlowControl;

/// <summary>A request's place in a priority level; given back once, by whoever is first to dispose of it.</summary>
public sealed class Seat : IDisposable, IThreadPoolWorkItem
{
    private readonly PriorityLevel _level;
    private int _isBack;

    internal Seat(PriorityLevel level, FlowRequest request, int width, long arrived) => (_level, Request, Width, Arrived) = (level, request, width, arrived);

    /// <summary>What it is for.</summary>
    public FlowRequest Request { get; }
    /// <summary>Seats it takes.</summary>
    public int Width { get; }

    internal long Arrived { get; }
    internal long Started { get; set; }
    internal FairQueue? Queue { get; set; }
    internal LinkedListNode<Seat>? Place { get; set; }
    internal TaskCompletionSource? Turn { get; set; }

    // Its turn has come: who waits for it goes on.
    void IThreadPoolWorkItem.Execute() => Turn!.SetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isBack, 1) == 0) { _level.Leave(this); }
    }
}
