using KubeSharp.Api;
using KubeSharp.Client.Events;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Runtime;

/// <summary>Deletes this very object (by uid); that it is gone already is as good.</summary>
public sealed record DeleteAction<T>(T Value) : PlanAction where T : class, IApiObject<T>
{
    /// <summary>Seconds of grace; null: the object's own.</summary>
    public long? GracePeriodSeconds { get; init; }
    /// <summary>What becomes of dependents; empty: the kind's default.</summary>
    public string PropagationPolicy { get; init; } = "";
    /// <summary>Event to tell (about whom, reason).</summary>
    public (IApiObject About, string Reason)? Event { get; init; }
    /// <summary>Text of the event; null: Deleted kind: name.</summary>
    public string? Message { get; init; }

    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        var (ns, name, uid) = (Value.Metadata.Namespace, Value.Metadata.Name!, Value.Metadata.Uid);
        try
        {
            await context.Client.DeleteAsync<T>(ns, name, new DeleteOptions { Uid = uid ?? "", GracePeriodSeconds = GracePeriodSeconds, PropagationPolicy = PropagationPolicy }, cancellation).ConfigureAwait(false);
        }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { return null; }
        if (Event is { } told) { context.Events.Record(EventRecorder.Reference(told.About), "Normal", told.Reason, Message ?? $"Deleted {Value.Kind.ToLowerInvariant()}: {name}"); }
        var cache = context.Informers.Get<T>().Cache;
        return () => cache.Get(ns, name) is not { } seen || seen.Metadata.Uid != uid || seen.Metadata.DeletionTimestamp is not null;
    }
}
