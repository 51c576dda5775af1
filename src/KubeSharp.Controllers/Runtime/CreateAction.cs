using KubeSharp.Api;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Runtime;

/// <summary>Makes an object; that it is there already is as good.</summary>
public sealed record CreateAction<T>(T Value) : PlanAction where T : class, IApiObject<T>
{
    /// <summary>Event to tell of a success (about whom, reason, message with {0} for the name) and of a failure.</summary>
    public (IApiObject About, string Reason, string FailureReason)? Event { get; init; }

    /// <summary>Text of the event of a success; null: Created kind: name.</summary>
    public string? Message { get; init; }

    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var made = await context.Client.CreateAsync(Value, cancellation).ConfigureAwait(false);
            if (Event is { } told) { context.Events.Record(Client.Events.EventRecorder.Reference(told.About), "Normal", told.Reason, Message ?? $"Created {Value.Kind.ToLowerInvariant()}: {made.Metadata.Name}"); }
            var cache = context.Informers.Get<T>().Cache;
            return () => cache.Get(made.Metadata.Namespace, made.Metadata.Name!) is not null;
        }
        catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { return null; }
        // Its namespace is going away: nothing more will be made in it.
        catch (StatusException e) when (e.Status.Causes.Any(static c => c.Reason == "NamespaceTerminating")) { return null; }
        catch (StatusException e) when (Event is not null)
        {
            context.Events.Record(Client.Events.EventRecorder.Reference(Event.Value.About), "Warning", Event.Value.FailureReason, $"Error creating: {e.Message}");
            throw;
        }
    }
}
