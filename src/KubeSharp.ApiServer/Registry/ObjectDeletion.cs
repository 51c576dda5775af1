using System.Globalization;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Deletes objects: at once, after a grace period, or when their finalizers are done. Source: API Concepts; Garbage Collection; Finalizers.</summary>
public sealed class ObjectDeletion(ObjectRegistry registry, AdmissionChain admission, TimeProvider time)
{
    private const string OrphanFinalizer = "orphan";
    private const string ForegroundFinalizer = "foregroundDeletion";
    private const int ConflictAttemptsMax = 100;

    /// <summary>Deletes the object. The result says how it looks now and whether it is gone.</summary>
    /// <exception cref="StatusException">It is refused, not there, or a precondition does not hold.</exception>
    public async ValueTask<(ReadOnlyMemory<byte> Object, bool IsGone)> DeleteAsync(
        ResourceDefinition definition, string ns, string name, DeleteRequest request, WriteContext context, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await registry.ReadAsync(definition, ns, name, cancellation).ConfigureAwait(false) ?? throw StatusException.NotFound(definition.Storage.Group, definition.Storage.Plural, name);
            var old = await definition.ReadAsync(stored.Value, cancellation).ConfigureAwait(false);
            CheckPreconditions(definition.Storage.Group, definition.Storage.Kind, name, old, request);
            if (!context.SkipsAdmission) { await AdmitAsync(definition, ns, name, old, context, cancellation).ConfigureAwait(false); }
            var marked = Mark(definition.Rules, old, request, time.GetUtcNow());
            if (await ExecuteAsync(definition, ns, name, stored, old, marked, context, cancellation).ConfigureAwait(false) is { } result) { return result; }
            if (attempt == ConflictAttemptsMax)
            {
                throw StatusException.Conflict(definition.Storage.Group, definition.Storage.Plural, name, "the object has been modified; please apply your changes to the latest version and try again");
            }
        }
    }

    /// <summary>The object as it stays for now; null: it goes at once. Pure.</summary>
    public static ObjectNode? Mark(KindRules rules, ObjectNode old, DeleteRequest request, DateTimeOffset now)
    {
        var finalizers = Finalizers(rules, old, request);
        var grace = rules.GracePeriodSeconds(old, request.GracePeriodSeconds);
        var result = finalizers.Count > 0 ? (ObjectNode)old.With(["metadata", "finalizers"], finalizers) : (ObjectNode)old.With(["metadata", "finalizers"], null);
        if (old.At("metadata", "deletionTimestamp") is not null)
        {
            var before = (old.At("metadata", "deletionGracePeriodSeconds") as NumberNode)?.Integer ?? 0;
            // A second deletion may only hurry the first one.
            var isShorter = request.GracePeriodSeconds is not null && grace < before;
            if (grace == 0 && (before == 0 || isShorter || request.GracePeriodSeconds == 0) && finalizers.Count == 0 && !rules.IsHeld(old)) { return null; }
            return isShorter ? WithTimes(result, now, grace) : result;
        }
        if (grace == 0 && finalizers.Count == 0 && !rules.IsHeld(old)) { return null; }
        if (rules.HasGeneration && old.At("metadata", "generation") is NumberNode generation) { result = (ObjectNode)result.With(["metadata", "generation"], generation.Integer + 1); }
        return rules.BeginDeletion(WithTimes(result, now, grace));
    }

    private async ValueTask<(ReadOnlyMemory<byte>, bool)?> ExecuteAsync(
        ResourceDefinition definition, string ns, string name, StoredValue stored, ObjectNode old, ObjectNode? marked, WriteContext context, CancellationToken cancellation)
    {
        if (context.DryRun) { return (marked?.ToUtf8() ?? old.ToUtf8(), marked is null); }
        if (marked is null)
        {
            var revision = await registry.RemoveAsync(definition, ns, name, old, stored.ModRevision, cancellation).ConfigureAwait(false);
            if (revision == 0) { return null; }
            return (definition.StoredForm is null ? ResourceVersions.Replace(stored.Value.Span, revision) : old.With(["metadata", "resourceVersion"], revision.ToString(CultureInfo.InvariantCulture)).ToUtf8(), true);
        }
        if (marked.Equals(old)) { return (StoredForms.Encode(old), false); }
        return await registry.StoreAsync(definition, ns, name, marked, old, stored.ModRevision, cancellation).ConfigureAwait(false) is { } bytes ? (bytes, false) : null;
    }

    private async ValueTask AdmitAsync(ResourceDefinition definition, string ns, string name, ObjectNode old, WriteContext context, CancellationToken cancellation)
    {
        var request = context.Ask(AdmissionOperation.Delete, definition.Storage, ns, name) with { OldObject = old };
        await admission.MutateAsync(request, cancellation).ConfigureAwait(false);
        await admission.ValidateAsync(request, cancellation).ConfigureAwait(false);
    }

    private static ObjectNode WithTimes(ObjectNode value, DateTimeOffset now, long graceSeconds) =>
        (ObjectNode)value.With(["metadata", "deletionTimestamp"], Metadata.Time(now.AddSeconds(graceSeconds))).With(["metadata", "deletionGracePeriodSeconds"], graceSeconds);

    private static ArrayNode Finalizers(KindRules rules, ObjectNode old, DeleteRequest request)
    {
        var own = (old.At("metadata", "finalizers") as ArrayNode ?? ArrayNode.Empty).Items;
        var asked = request.Propagation.Length > 0 ? request.Propagation : rules.DefaultPropagation;
        // What an earlier deletion or the object's maker has said stays, where this one says nothing.
        if (request.Propagation.Length == 0 && own.Any(static f => f is StringNode { Value: OrphanFinalizer or ForegroundFinalizer })) { return new(own); }
        var others = own.RemoveAll(static f => f is StringNode { Value: OrphanFinalizer or ForegroundFinalizer });
        return new(asked switch { "Orphan" => others.Add(OrphanFinalizer), "Foreground" => others.Add(ForegroundFinalizer), _ => others });
    }

    /// <summary>Whether the object is the one that is to be deleted.</summary>
    /// <exception cref="StatusException">409: it is another one, or at another version.</exception>
    public static void CheckPreconditions(string group, string kind, string name, ObjectNode old, DeleteRequest request)
    {
        var (uid, version) = (old.TextAt("metadata", "uid"), old.TextAt("metadata", "resourceVersion"));
        if (request.Uid.Length > 0 && request.Uid != uid)
        {
            throw StatusException.Unmet(group, kind, name, $"the UID in the precondition ({request.Uid}) does not match the UID in record ({uid}). The object might have been deleted and then recreated");
        }
        if (request.ResourceVersion.Length > 0 && request.ResourceVersion != version)
        {
            throw StatusException.Unmet(group, kind, name, $"the ResourceVersion in the precondition ({request.ResourceVersion}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }
}
