using System.Collections.Frozen;
using KubeSharp.Api;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>GET, POST, PUT, PATCH and DELETE of objects, status included; all kinds alike.</summary>
public sealed class ObjectEndpoints(ObjectRegistry registry, ObjectDeletion deletion, CacheFeed feed, ListEndpoint lists, TimeProvider time)
{
    // Read from the caches by admission and authorization; all of them rarely written.
    private static readonly FrozenSet<string> _judgedBy = new[]
    {
        "namespaces", "resourcequotas", "limitranges", "serviceaccounts", "priorityclasses.scheduling.k8s.io", "storageclasses.storage.k8s.io", "ingressclasses.networking.k8s.io", "runtimeclasses.node.k8s.io",
        "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>GET of one object.</summary>
    public async Task GetAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var media = Answer.Accepted(scope, version);
        // Compat: an error that upstream does not foresee; pinned by OddRequestTests.
        var asked = ListEndpoint.ReadVersion(scope, 500);
        if (asked > 0) { await feed.RequireAsync(asked, scope.Cancellation).ConfigureAwait(false); }
        else if (scope.Query("resourceVersion") != "0") { await feed.CatchUpAsync(scope.Cancellation).ConfigureAwait(false); }
        var found = feed.Cache(definition.Name).Snapshot.Get(NamespaceOf(scope, definition), scope.Info.Name) ?? throw NotFound(definition, scope.Info.Name);
        Answer.RequireForm(media, version, isList: false);
        found = (await definition.ReadAsync(found, scope.Cancellation).ConfigureAwait(false))!;
        var bytes = ObjectForms.Encode(definition, version, media, scope.Query("includeObject"), found, time.GetUtcNow());
        if (media.Encoding == AnswerEncoding.Protobuf && AuditTrail.Of(scope.Http) is { RecordsAnswer: true } trail) { trail.Answered(ObjectForms.Encode(definition, version, media with { Encoding = AnswerEncoding.Json }, "", found, time.GetUtcNow())); }
        await (media.Encoding == AnswerEncoding.Protobuf ? Answer.EncodedAsync(scope.Http, 200, bytes, media) : Answer.WriteAsync(scope.Http, 200, bytes, media)).ConfigureAwait(false);
    }

    /// <summary>POST to a collection.</summary>
    public async Task CreateAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var (value, json) = await ReadAsync(scope, definition, version).ConfigureAwait(false);
        value = RequestBody.InShape(scope, value, json, definition.Schema(version));
        CheckPlace(scope, definition, value, "");
        var stored = await registry.CreateAsync(definition, NamespaceOf(scope, definition), ObjectForms.ToStorage(definition, version, Unmanaged(value)), Tracking(scope, definition, version, "CreateOptions"), scope.Cancellation).ConfigureAwait(false);
        await AnswerAsync(scope, definition, version, 201, stored).ConfigureAwait(false);
    }

    /// <summary>PUT of an object or its status.</summary>
    public async Task UpdateAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var (value, json) = await ReadAsync(scope, definition, version).ConfigureAwait(false);
        value = RequestBody.InShape(scope, value, json, definition.Schema(version));
        CheckPlace(scope, definition, value, scope.Info.Name);
        var (ns, name) = (NamespaceOf(scope, definition), scope.Info.Name);
        var context = Tracking(scope, definition, version, "UpdateOptions");
        value = OwnerReferences.Distinct(value, isAdmitted: false, context.Warn);
        if (definition.Rules.AllowsCreateOnUpdate && scope.Info.Subresource.Length == 0 && await registry.ReadAsync(definition, ns, name, scope.Cancellation).ConfigureAwait(false) is null
            && value.TextAt("metadata", "resourceVersion") is null or "")
        {
            await AnswerAsync(scope, definition, version, 201, await registry.CreateAsync(definition, ns, ObjectForms.ToStorage(definition, version, Unmanaged(value)), context, scope.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return;
        }
        var stored = await registry.UpdateAsync(definition, ns, name, scope.Info.Subresource, _ => ObjectForms.ToStorage(definition, version, value), context, scope.Cancellation).ConfigureAwait(false);
        await AnswerAsync(scope, definition, version, 200, stored).ConfigureAwait(false);
    }

    /// <summary>PATCH of an object or its status.</summary>
    public async Task PatchAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        Answer.Accepted(scope, version);
        if (PatchBody.IsApply(scope))
        {
            var (code, applied) = await ApplyEndpoint.ApplyAsync(scope, definition, version, registry, Context(scope, "PatchOptions"), time).ConfigureAwait(false);
            await AnswerAsync(scope, definition, version, code, applied).ConfigureAwait(false);
            return;
        }
        var schema = definition.Schema(version);
        var patch = await PatchBody.ReadAsync(scope, schema).ConfigureAwait(false);
        var stored = await registry.UpdateAsync(definition, NamespaceOf(scope, definition), scope.Info.Name, scope.Info.Subresource, old =>
        {
            var patched = patch.OfKind(patch.Apply(ObjectForms.Convert(definition, version, old), schema), definition, version);
            patched = RequestBody.InShape(scope, patched, "{}"u8.ToArray(), schema, patch);
            CheckPlace(scope, definition, patched, scope.Info.Name);
            return ObjectForms.ToStorage(definition, version, patched);
        }, Tracking(scope, definition, version, "PatchOptions"), scope.Cancellation).ConfigureAwait(false);
        await AnswerAsync(scope, definition, version, 200, stored).ConfigureAwait(false);
    }

    /// <summary>DELETE of one object.</summary>
    public async Task DeleteAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var order = await DeleteOptionsReader.ReadAsync(scope, version).ConfigureAwait(false);
        var (value, isGone) = await deletion.DeleteAsync(definition, NamespaceOf(scope, definition), scope.Info.Name, order.Request, DeleteContext(scope, order), scope.Cancellation).ConfigureAwait(false);
        if (!isGone || definition.Rules.ReturnsDeleted)
        {
            // Compat: only who asks by the old option is told that it is not yet gone.
            await AnswerAsync(scope, definition, version, !isGone && order.Orphans == false ? 202 : 200, value).ConfigureAwait(false);
            return;
        }
        var tree = Node.Parse(value.Span);
        await Answer.WriteAsync(scope.Http, 200, ObjectNode.Of(("kind", "Status"), ("apiVersion", "v1"), ("metadata", ObjectNode.Empty), ("status", "Success"),
            ("details", ObjectNode.Of(("name", scope.Info.Name), ("group", definition.Storage.Group.Length > 0 ? (Node)definition.Storage.Group : null), ("kind", definition.Storage.Plural), ("uid", tree.At("metadata", "uid"))))),
            Answer.Accepted(scope, version)).ConfigureAwait(false);
    }

    /// <summary>DELETE of a collection: each object by itself, those of the selectors only.</summary>
    public async Task DeleteCollectionAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        Answer.Accepted(scope, version);
        ListOptions.CheckList(scope);
        var selection = new Selection(scope, definition, version);
        var order = await DeleteOptionsReader.ReadAsync(scope, version).ConfigureAwait(false);
        var (snapshot, revision) = await lists.SnapshotAsync(definition, scope.Cancellation).ConfigureAwait(false);
        var context = DeleteContext(scope, order);
        var deleted = new List<CachedObject>();
        foreach (var item in await selection.FromAsync(snapshot, scope.Cancellation).ConfigureAwait(false))
        {
            try
            {
                var (value, _) = await deletion.DeleteAsync(definition, item.Namespace, item.Name, order.Request, context, scope.Cancellation).ConfigureAwait(false);
                deleted.Add(new CachedObject(item, value));
            }
            // Somebody else was faster: that it is gone is what was wanted.
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
        }
        await lists.WriteAsync(scope, definition, version, Answer.Accepted(scope, version), ObjectNode.Of(("resourceVersion", revision.ToString(System.Globalization.CultureInfo.InvariantCulture))), deleted).ConfigureAwait(false);
    }

    /// <summary>Writes one stored object in the form asked for.</summary>
    public async Task AnswerAsync(RequestScope scope, ResourceDefinition definition, ApiResource version, int code, ReadOnlyMemory<byte> stored)
    {
        var media = Answer.Accepted(scope, version);
        Answer.RequireForm(media, version, isList: false);
        // What the next request is judged by must be known before its sender hears of it.
        if (_judgedBy.Contains(definition.Name)) { await feed.TryCatchUpAsync(scope.Cancellation).ConfigureAwait(false); }
        await Answer.WriteAsync(scope.Http, code, ObjectForms.One(definition, version, media.Form, scope.Query("includeObject"), stored, () => (ObjectNode)Node.Parse(stored.Span), time.GetUtcNow()), media).ConfigureAwait(false);
    }

    /// <summary>Who writes and how, from the request.</summary>
    /// <exception cref="StatusException">422: an option is none.</exception>
    public static WriteContext Context(RequestScope scope, string optionsKind)
    {
        return new WriteContext
        {
            User = scope.User,
            Warn = scope.Warn,
            Group = scope.Info.Group,
            Version = scope.Info.Version,
            Annotate = scope.Annotate,
            IsPatch = scope.Info.Verb == "patch",
            DryRun = optionsKind != "DeleteOptions" && WriteOptions.IsDryRun(scope, optionsKind, null, PatchBody.IsApply(scope)),
            Options = ObjectNode.Of(("kind", optionsKind), ("apiVersion", "meta.k8s.io/v1")),
        };
    }

    private static WriteContext DeleteContext(RequestScope scope, DeleteOrder order)
    {
        var context = Context(scope, "DeleteOptions");
        return context with { Options = order.Options ?? context.Options, DryRun = order.IsDryRun };
    }

    /// <summary>The namespace in the store: empty for cluster-wide kinds.</summary>
    public static string NamespaceOf(RequestScope scope, ResourceDefinition definition) => definition.IsNamespaced ? scope.Info.Namespace : "";

    /// <summary>The body as an object of the kind the path names.</summary>
    public static async ValueTask<(ObjectNode Value, byte[] Json)> ReadAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        Answer.Accepted(scope, version);
        var body = await RequestBody.ReadObjectAsync(scope, version.Kind).ConfigureAwait(false);
        CheckKind(body.Value, version.GroupVersion, version.Kind);
        return (body.Value.Set("kind", version.Kind).Set("apiVersion", version.GroupVersion), body.Json);
    }

    /// <summary>Throws where the object is of another kind than expected.</summary>
    public static void CheckKind(ObjectNode value, string groupVersion, string kind)
    {
        if (OtherKind(value, groupVersion, kind) is not { } reason) { return; }
        var (sentVersion, sentKind) = SchemeKinds.Of(value, groupVersion, kind);
        if (sentKind == kind && SchemeKinds.Knows(sentVersion, sentKind)) { throw StatusException.BadRequest($"the API version in the data ({sentVersion}) does not match the expected API version ({groupVersion})"); }
        throw StatusException.BadRequest($"{sentKind} in version \"{SchemeKinds.VersionOf(sentVersion)}\" cannot be handled as a {kind}: {reason}");
    }

    /// <summary>Why the object is not of the kind; null: it is, or says nothing of it.</summary>
    public static string? OtherKind(ObjectNode value, string groupVersion, string kind)
    {
        var (sentVersion, sentKind) = SchemeKinds.Of(value, groupVersion, kind);
        if (sentKind == kind && sentVersion == groupVersion) { return null; }
        var group = groupVersion.Contains('/', StringComparison.Ordinal) ? groupVersion.Split('/')[0].Split('.')[0] : "core";
        // Compat: the internal form of a kind is named to clients.
        return SchemeKinds.Knows(sentVersion, sentKind) ? $"converting ({SchemeKinds.VersionOf(sentVersion)}.{sentKind}) to ({group}.{kind}): unknown conversion" : SchemeKinds.Unknown(sentVersion, sentKind);
    }

    /// <summary>404 of an object.</summary>
    public static StatusException NotFound(ResourceDefinition definition, string name) => StatusException.NotFound(definition.Storage.Group, definition.Storage.Plural, name);

    /// <summary>Throws where the object names another place or name than the path.</summary>
    /// <exception cref="StatusException">400.</exception>
    public static void CheckPlace(RequestScope scope, ResourceDefinition definition, ObjectNode value, string name)
    {
        if (definition.IsNamespaced) { CheckNamespace(value, scope.Info.Namespace); }
        if (name.Length > 0 && value.TextAt("metadata", "name") is var sentName && sentName != name)
        {
            throw StatusException.BadRequest(string.IsNullOrEmpty(sentName)
                ? $"the name of the object ({name} based on URL) was undeterminable: name must be provided" : $"the name of the object ({sentName}) does not match the name on the URL ({name})");
        }
    }

    /// <summary>Throws where the object names another namespace than the path.</summary>
    /// <exception cref="StatusException">400.</exception>
    public static void CheckNamespace(ObjectNode value, string ns)
    {
        if (value.TextAt("metadata", "namespace") is { Length: > 0 } sent && sent != ns) { throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request"); }
    }

    private WriteContext Tracking(RequestScope scope, ResourceDefinition definition, ApiResource version, string optionsKind) =>
        Context(scope, optionsKind) with { Track = FieldTracking.Of(scope, definition, version, time) };

    private static ObjectNode Unmanaged(ObjectNode value) => value.At("metadata", "managedFields") is null ? value : (ObjectNode)value.With(["metadata", "managedFields"], null);
}
