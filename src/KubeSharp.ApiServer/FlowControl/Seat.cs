namespace KubeSharp.ApiServer.FlowControl;

/// <summary>A request's place in a priority level; given back once, by whoever is first to dispose of it.</summary>
public sealed class Seat : IDisposable, IThreadPoolWorkItem
{
    private readonly PriorityLevel _level;
    private int _isBack;

    internal Seat(PriorityLevel level, string schema, string flow, int width, long arrived) => (_level, Schema, Flow, Width, Arrived) = (level, schema, flow, width, arrived);

    /// <summary>The flow schema that it matches.</summary>
    public string Schema { get; }
    /// <summary>The flow it is of.</summary>
    public string Flow { get; }
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
