using System.Threading.Channels;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>
/// Brings definitions from written to established, and from deleted to gone: the instances go first. One loop; each step is safe to repeat.
/// </summary>
public sealed partial class DefinitionLifecycle(IObjects objects, ObjectDeletion deletion, CustomResourceCatalog catalog, TimeProvider time, ILogger<DefinitionLifecycle> logger)
{
    /// <summary>Holds a definition until its instances are gone.</summary>
    public const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromMilliseconds(100);
    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Something about the definition has changed.</summary>
    public void Take(ObjectChange change)
    {
        if (change.New is { } value) { _changed.Writer.TryWrite(value.TextAt("metadata", "name")!); }
        else if (change.Old is { } old)
        {
            // A name may have become free for another one.
            foreach (var name in catalog.AcceptedNames(old.Object("spec").Text("group")).Keys) { _changed.Writer.TryWrite(name); }
            foreach (var name in Waiting(old.Object("spec").Text("group"))) { _changed.Writer.TryWrite(name); }
        }
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var name in _changed.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                if (!await ReconcileAsync(name, cancellation).ConfigureAwait(false)) { Again(name, _lookAgainAfter, cancellation); }
            }
            catch (Exception e) when (e is StatusException or StoreUnavailableException)
            {
                LogFailure(e, name);
                Again(name, _retryAfter, cancellation);
            }
        }
    }

    // False: there is more to do later.
    private async ValueTask<bool> ReconcileAsync(string name, CancellationToken cancellation)
    {
        if (objects.Get(CustomResourceCatalog.Definitions, "", name) is not { } definition) { return true; }
        if (definition.TextAt("metadata", "deletionTimestamp") is not null) { return await EndAsync(definition, name, cancellation).ConfigureAwait(false); }
        ObjectNode? Accepted(ObjectNode there)
        {
            var others = catalog.AcceptedNames(there.Object("spec").Text("group")).Remove(name).Values;
            var accepted = DefinitionNames.Accept(there, others, Metadata.Time(time.GetUtcNow()));
            return ReferenceEquals(accepted, there) ? null : accepted;
        }
        if (Accepted(definition) is not null) { await objects.UpdateAsync(CustomResourceCatalog.Definitions, "", name, Accepted, cancellation).ConfigureAwait(false); }
        return true;
    }

    private async ValueTask<bool> EndAsync(ObjectNode definition, string name, CancellationToken cancellation)
    {
        if (!definition.Object("metadata").Texts("finalizers").Contains(Finalizer)) { return true; }
        if (catalog.Table.Find(name) is { } resource)
        {
            var left = objects.List(name);
            foreach (var value in left)
            {
                if (value.TextAt("metadata", "deletionTimestamp") is not null) { continue; }
                try { await deletion.DeleteAsync(resource, value.TextAt("metadata", "namespace") ?? "", value.TextAt("metadata", "name")!, new DeleteRequest(), WriteContext.Server, cancellation).ConfigureAwait(false); }
                catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
            }
            if (left.Count > 0)
            {
                // What finalizers of their own hold is seen again later; what goes at once is gone by then.
                await SetTerminatingAsync(name, "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress", cancellation).ConfigureAwait(false);
                return false;
            }
        }
        await objects.UpdateAsync(CustomResourceCatalog.Definitions, "", name, there => Released(there, Metadata.Time(time.GetUtcNow())), cancellation).ConfigureAwait(false);
        return true;
    }

    private async ValueTask SetTerminatingAsync(string name, string status, string reason, string message, CancellationToken cancellation)
    {
        var now = Metadata.Time(time.GetUtcNow());
        await objects.UpdateAsync(CustomResourceCatalog.Definitions, "", name, there => WithTerminating(there, status, reason, message, now) is var changed && changed.Equals(there) ? null : changed, cancellation).ConfigureAwait(false);
    }

    private static ObjectNode Released(ObjectNode definition, string now)
    {
        var finalizers = definition.Object("metadata").Items("finalizers").Items.RemoveAll(static f => f is StringNode { Value: Finalizer });
        return (ObjectNode)WithTerminating(definition, "False", "InstanceDeletionCompleted", "removed all instances", now).With(["metadata", "finalizers"], finalizers.IsEmpty ? null : new ArrayNode(finalizers));
    }

    /// <summary>The definition with its Terminating condition. Pure.</summary>
    public static ObjectNode WithTerminating(ObjectNode definition, string status, string reason, string message, string now) => definition.Make("status", s =>
        s.Set("conditions", Conditions.Set(s["conditions"] as ArrayNode, "Terminating", status, reason, message, now)));

    private IEnumerable<string> Waiting(string group) => objects.List(CustomResourceCatalog.Definitions)
        .Where(d => d.Object("spec").Text("group") == group && !CustomResource.IsTrue(d, "NamesAccepted")).Select(static d => d.TextAt("metadata", "name")!);

    private void Again(string name, TimeSpan after, CancellationToken cancellation) =>
        _ = Task.Delay(after, time, cancellation).ContinueWith(_ => _changed.Writer.TryWrite(name), cancellation, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    [LoggerMessage(Level = LogLevel.Warning, Message = "definition {Name}: will be tried again")]
    private partial void LogFailure(Exception exception, string name);
}
