using KubeSharp.Client.WorkQueues;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Machinery.Tracing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers.Runtime;

/// <summary>Runs one controller: takes keys, asks for plans and carries them out. A key is not looked at again before the caches have seen what was written for it.</summary>
public sealed partial class ControllerLoop(IController controller, ActionContext context, TimeProvider time, ILogger logger, WorkQueueMetrics? queues = null)
{
    private const int WorkersCount = 4;
    private static readonly TimeSpan _seenWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly WorkQueue<ObjectKey> _queue = new(time, queues, controller.Name);
    private readonly Dictionary<ObjectKey, (List<Func<bool>> Unseen, DateTimeOffset Until)> _unseen = [];
    private readonly Lock _lock = new();

    /// <summary>Records each pass over a key; null: nothing does.</summary>
    public Tracer? Tracer { get; init; }

    /// <summary>Subscribes; before the informers run.</summary>
    public void Follow() => controller.Follow(context.Informers, _queue.Add);

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(Enumerable.Range(0, WorkersCount).Select(_ => WorkAsync(cancellation)));

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            ObjectKey key;
            try { key = await _queue.TakeAsync(cancellation).ConfigureAwait(false); }
            catch (OperationCanceledException) { return; }
            Span? span = null;
            try
            {
                if (IsAhead(key)) { _queue.AddAfter(key, _lookAgainAfter); }
                else
                {
                    span = Tracer?.Begin(controller.Name).Set("key", key.ToString());
                    await ReconcileAsync(key, cancellation).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { return; }
            catch (StatusException e) when (e.Is(StatusReason.Conflict))
            {
                span?.Fail(e.Message);
                _queue.AddAfterFailure(key);
            }
            // The reconcile loop: one object's failure must not stop the others.
            catch (Exception e)
            {
                span?.Fail(e.Message);
                LogFailure(controller.Name, key, e is StatusException ? null : e, e.Message);
                _queue.AddAfterFailure(key);
            }
            finally
            {
                span?.Dispose();
                _queue.Done(key);
            }
        }
    }

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        var plan = controller.Reconcile(key, time.GetUtcNow());
        var unseen = new List<Func<bool>>();
        try
        {
            foreach (var action in plan.Actions)
            {
                if (await action.ApplyAsync(context, cancellation).ConfigureAwait(false) is { } seen) { unseen.Add(seen); }
            }
        }
        catch (StatusException e) when (plan.IfRefused?.Invoke(e) is { } told)
        {
            if (await told.ApplyAsync(context, cancellation).ConfigureAwait(false) is { } seen) { unseen.Add(seen); }
            throw;
        }
        finally
        {
            lock (_lock)
            {
                if (unseen.Count > 0) { _unseen[key] = (unseen, time.GetUtcNow() + _seenWithin); }
            }
        }
        _queue.Forget(key);
        if (plan.After is { } after) { _queue.AddAfter(key, after); }
    }

    private bool IsAhead(ObjectKey key)
    {
        lock (_lock)
        {
            if (!_unseen.TryGetValue(key, out var waiting)) { return false; }
            if (waiting.Until > time.GetUtcNow() && waiting.Unseen.Exists(static seen => !seen())) { return true; }
            _unseen.Remove(key);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller} {Key}: {Reason}")]
    private partial void LogFailure(string controller, ObjectKey key, Exception? exception, string reason);
}
