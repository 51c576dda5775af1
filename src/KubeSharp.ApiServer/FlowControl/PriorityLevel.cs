namespace KubeSharp.ApiServer.FlowControl;

/// <summary>
/// The seats of a priority level and the queues before them. Who finds a seat goes on at once; else it waits in the shortest queue of its
/// flow's hand, and seats that become free go to the queue whose flows had the least. Start-time fair queuing, with upstream's limits.
/// </summary>
public sealed class PriorityLevel(LevelSettings settings, FlowMetrics metrics, TimeProvider time) : IThreadPoolWorkItem
{
    private static readonly TimeSpan _waitMax = TimeSpan.FromSeconds(15);
    private const double SmoothingOfService = 0.05;
    // Seats beyond these are given as fast as the pool gets through its work, not faster: what runs at once on few processors runs slowly, and so would
    // everybody else's. Requests that only wait (a webhook, another server) leave the pool idle, and all seats are had at once.
    private static readonly int _seatsAtOnce = 2 * Environment.ProcessorCount;
    // Innermost: nothing else is locked or awaited while it is held.
    private readonly Lock _turn = new();
    private readonly HashSet<Seat> _running = [];
    private FairQueue[] _queues = NewQueues(settings);
    private int _seats = 1;
    private int _inUse;
    private int _waiting;
    private int _demandMax;
    private bool _isAsked;
    private double _virtualTime;
    private double _serviceSeconds = 0.003;

    /// <summary>What it is told to be.</summary>
    public LevelSettings Settings { get; private set; } = settings;
    /// <summary>Its counters.</summary>
    public LevelCounters Counters { get; } = new(settings.Name, metrics);

    /// <summary>Seats, seats taken, requests waiting.</summary>
    public (int Seats, int InUse, int Waiting) State
    {
        get { lock (_turn) { return (_seats, _inUse, _waiting); } }
    }

    /// <summary>Takes on other settings; who waits goes on waiting.</summary>
    public void Configure(LevelSettings settings)
    {
        lock (_turn)
        {
            var hasOtherQueues = settings.Queues != Settings.Queues;
            Settings = settings;
            if (!hasOtherQueues) { return; }
            var before = _queues;
            _queues = NewQueues(settings);
            // Without queues nobody waits any more: those who do are let in.
            var target = _queues.Length == 0 ? [new FairQueue()] : _queues;
            foreach (var (i, seat) in before.SelectMany(static q => q.Waiting).ToArray().Index()) { Wait(seat, target[i % target.Length]); }
            if (_queues.Length == 0 && _waiting > 0) { _queues = target; }
        }
    }

    /// <summary>How many seats it has from now on.</summary>
    public void Resize(int seats)
    {
        lock (_turn)
        {
            _seats = seats;
            Dispatch();
        }
    }

    /// <summary>The most seats that were wanted at once since this was last asked.</summary>
    public int TakeDemand()
    {
        lock (_turn)
        {
            var most = _demandMax;
            _demandMax = _inUse + _waiting;
            return most;
        }
    }

    /// <summary>Waits for a seat; dispose of it when the request is done. Null: refused, with the reason.</summary>
    public async ValueTask<(Seat? Seat, string Reason)> EnterAsync(FlowRequest request, int width, CancellationToken cancellation)
    {
        Counters.Estimate(request, width);
        var seat = Enter(request, width, out var reason);
        if (seat?.Turn is not { } turn) { return (seat, reason); }
        try
        {
            await turn.Task.WaitAsync(_waitMax, time, cancellation).ConfigureAwait(false);
            return (seat, "");
        }
        catch (TimeoutException)
        {
            if (!TakeBack(seat)) { return (seat, ""); }
            Counters.GiveUp(seat, time.GetElapsedTime(seat.Arrived), "time-out");
            return (null, "time-out");
        }
        catch (OperationCanceledException)
        {
            if (TakeBack(seat)) { Counters.GiveUp(seat, time.GetElapsedTime(seat.Arrived), "cancelled"); }
            else { seat.Dispose(); }
            throw;
        }
    }

    internal void Leave(Seat seat)
    {
        lock (_turn)
        {
            _inUse -= seat.Width;
            _running.Remove(seat);
            var seconds = time.GetElapsedTime(seat.Started).TotalSeconds;
            // What was reckoned beforehand is set right by what it really took.
            if (seat.Queue is { } queue) { queue.NextStart += seat.Width * (seconds - _serviceSeconds); }
            _serviceSeconds += SmoothingOfService * (seconds - _serviceSeconds);
            Dispatch();
        }
        Counters.Done(seat, time.GetElapsedTime(seat.Started));
    }

    /// <summary>What it does now.</summary>
    public LevelDump Dump()
    {
        lock (_turn)
        {
            var now = time.GetUtcNow();
            LevelDump.Entry Row(Seat seat, int place) => new(seat.Request, seat.Queue is { } queue ? Array.IndexOf(_queues, queue) : LevelDump.None, place, seat.Width, seat.Width * _serviceSeconds,
                now - time.GetElapsedTime(seat.Arrived), place == LevelDump.None ? now - time.GetElapsedTime(seat.Started) : null);
            return new([.. _queues.Select(static q => q.NextStart)], [.. _queues.SelectMany(q => q.Waiting.Select(Row)), .. _running.Select(s => Row(s, LevelDump.None))]);
        }
    }

    private Seat? Enter(FlowRequest request, int width, out string reason)
    {
        reason = "";
        var now = time.GetTimestamp();
        lock (_turn)
        {
            width = Settings.IsExempt ? width : Math.Min(width, _seats);
            var seat = new Seat(this, request, width, now);
            _demandMax = Math.Max(_demandMax, _inUse + _waiting + width);
            if (Settings.IsExempt || (_waiting == 0 && _inUse + width <= _seats && (_inUse < _seatsAtOnce || Settings.Queues == 0)))
            {
                Take(seat, now);
                Counters.Dispatch(seat, TimeSpan.Zero);
                return seat;
            }
            if (_queues.Length == 0 || Settings.Queues == 0) { reason = "concurrency-limit"; }
            else
            {
                var queue = Shortest(ShuffleSharding.HashOf(request.Schema, request.Flow));
                if (queue.Waiting.Count >= Settings.QueueLengthMax) { Dispatch(isRound: true); }
                if (queue.Waiting.Count >= Settings.QueueLengthMax) { reason = "queue-full"; }
                else
                {
                    seat.Turn = new TaskCompletionSource();
                    if (queue.Waiting.Count == 0) { queue.NextStart = Math.Max(queue.NextStart, _virtualTime); }
                    Wait(seat, queue);
                    Counters.Wait(seat, queue.Waiting.Count);
                    _waiting++;
                    Dispatch();
                    return seat;
                }
            }
        }
        Counters.Reject(request.Schema, reason);
        return null;
    }

    private FairQueue Shortest(ulong hash)
    {
        Span<int> hand = stackalloc int[Math.Clamp(Settings.HandSize, 1, Math.Min(_queues.Length, 64))];
        ShuffleSharding.Deal(hash, _queues.Length, hand);
        var best = _queues[hand[0]];
        foreach (var card in hand[1..])
        {
            var queue = _queues[card];
            if (queue.Waiting.Count < best.Waiting.Count || (queue.Waiting.Count == best.Waiting.Count && queue.NextStart < best.NextStart)) { best = queue; }
        }
        return best;
    }

    private static void Wait(Seat seat, FairQueue queue)
    {
        seat.Queue = queue;
        seat.Place = queue.Waiting.AddLast(seat);
    }

    // Under the lock.
    private void Take(Seat seat, long now)
    {
        seat.Started = now;
        _inUse += seat.Width;
        _running.Add(seat);
    }

    // Under the lock. A wide request at the head waits for enough seats: nobody overtakes it for ever. A round may give one seat of those beyond.
    private void Dispatch(bool isRound = false)
    {
        while (_waiting > 0 && (_inUse < _seats || _inUse == 0))
        {
            if (_inUse >= _seatsAtOnce && _inUse < _seats)
            {
                if (!isRound) { AskLater(); return; }
                isRound = false;
            }
            FairQueue? next = null;
            foreach (var queue in _queues)
            {
                if (queue.Waiting.Count > 0 && (next is null || queue.NextStart < next.NextStart)) { next = queue; }
            }
            var seat = next!.Waiting.First!.Value;
            if (_inUse > 0 && _inUse + seat.Width > _seats) { return; }
            next.Waiting.RemoveFirst();
            seat.Place = null;
            _waiting--;
            Take(seat, time.GetTimestamp());
            _virtualTime = next.NextStart;
            next.NextStart += seat.Width * _serviceSeconds;
            Counters.Dispatch(seat, time.GetElapsedTime(seat.Arrived));
            // By way of the pool's common queue: in a thread's own queue the turns of a flood would follow one another and nobody else's be looked at.
            ThreadPool.UnsafeQueueUserWorkItem(seat, preferLocal: false);
        }
    }

    // When all that the pool has now was begun, one more seat may be given.
    private void AskLater()
    {
        if (_isAsked) { return; }
        _isAsked = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_turn)
        {
            _isAsked = false;
            Dispatch(isRound: true);
        }
    }

    // False: it was let in meanwhile.
    private bool TakeBack(Seat seat)
    {
        lock (_turn)
        {
            if (seat.Place is null) { return false; }
            seat.Place.List!.Remove(seat.Place);
            seat.Place = null;
            _waiting--;
            return true;
        }
    }

    private static FairQueue[] NewQueues(LevelSettings settings) => [.. Enumerable.Range(0, settings.Queues).Select(static _ => new FairQueue())];
}
