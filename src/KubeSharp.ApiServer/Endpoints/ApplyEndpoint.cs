using System.Collections.Immutable;
using System.Text;
using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>PATCH with a configuration to apply: makes the object where there is none. Source: Server-Side Apply.</summary>
internal static class ApplyEndpoint
{
    /// <summary>The content type.</summary>
    public const string ContentType = "application/apply-patch+yaml";

    /// <summary>Applies, and tells whether the object was made.</summary>
    /// <exception cref="StatusException">409: other managers own what is to change, and it is not forced.</exception>
    public static async Task<(int Code, ReadOnlyMemory<byte> Stored)> ApplyAsync(RequestScope scope, ResourceDefinition definition, ApiResource version, ObjectRegistry registry, WriteContext context, TimeProvider time)
    {
        var schema = definition.Schema(version);
        var (ns, name) = (ObjectEndpoints.NamespaceOf(scope, definition), scope.Info.Name);
        var value = await ReadAsync(scope, schema, version).ConfigureAwait(false);
        var writer = FieldTracking.Writer(scope, definition, version, time.GetUtcNow()) with { Version = value.TextAt("apiVersion")! };
        ObjectNode Applied(ObjectNode live) => Apply(live, value, schema, writer, scope.IsAsked("force"));
        if (scope.Info.Subresource.Length == 0 && await registry.ReadAsync(definition, ns, name, scope.Cancellation).ConfigureAwait(false) is null)
        {
            // Compat: what is to be made must be named, though the path does; what is there keeps its name.
            if (value.TextAt("metadata", "uid") is { Length: > 0 }) { throw StatusException.Conflict(definition.Storage.Group, definition.Storage.Plural, name, $"uid mismatch: the provided object specified uid {value.TextAt("metadata", "uid")}, and no existing object was found"); }
            ObjectEndpoints.CheckPlace(scope, definition, value, name);
            return (201, await registry.CreateAsync(definition, ns, ObjectForms.ToStorage(definition, version, Applied(ObjectNode.Empty)), context, scope.Cancellation).ConfigureAwait(false));
        }
        value = Named(scope, definition, value);
        return (200, await registry.UpdateAsync(definition, ns, name, scope.Info.Subresource,
            old => ObjectForms.ToStorage(definition, version, Applied(ObjectForms.Convert(definition, version, old))), context, scope.Cancellation).ConfigureAwait(false));
    }

    /// <summary>
    /// Applies to a subresource that is a part of the object: <paramref name="configuration"/> makes of what was sent the configuration of the
    /// object itself, and <paramref name="take"/> lays over the object what the part is of the one to which that was applied;
    /// <paramref name="view"/> is what admission sees of it.
    /// </summary>
    /// <exception cref="StatusException">409: other managers own what is to change, and it is not forced.</exception>
    public static async Task<ReadOnlyMemory<byte>> ApplyPartAsync(
        RequestScope scope, ResourceDefinition definition, ApiResource sent, Schema schema, Func<ObjectNode, ObjectNode> configuration, Func<ObjectNode, ObjectNode, ObjectNode> take, ObjectRegistry registry, TimeProvider time, AdmissionView? view = null)
    {
        var value = configuration(Named(scope, definition, await ReadAsync(scope, schema, sent).ConfigureAwait(false)));
        var writer = FieldTracking.Writer(scope, definition, definition.Storage, time.GetUtcNow());
        var isForced = scope.IsAsked("force");
        return await registry.UpdateAsync(definition, ObjectEndpoints.NamespaceOf(scope, definition), scope.Info.Name, scope.Info.Subresource, old =>
        {
            var applied = Apply(old, value, definition.Schema(definition.Storage), writer, isForced);
            return (ObjectNode)take(applied, old).With(["metadata", "managedFields"], applied.At("metadata", "managedFields"))
                .With(["metadata", "resourceVersion"], value.At("metadata", "resourceVersion") ?? old.At("metadata", "resourceVersion"));
        }, ObjectEndpoints.Context(scope, "PatchOptions") with { View = view }, scope.Cancellation).ConfigureAwait(false);
    }

    // The configuration as sent: of the kind, in its shape.
    private static async Task<ObjectNode> ReadAsync(RequestScope scope, Schema schema, ApiResource version)
    {
        var bytes = await RequestBody.ReadBytesAsync(scope).ConfigureAwait(false);
        var value = Decode(bytes, scope);
        Audit.AuditTrail.Of(scope.Http)?.Sent(value);
        CheckKind(value, version);
        CheckKeys(scope);
        if (value.At("metadata", "managedFields") is ArrayNode) { throw StatusException.BadRequest("metadata.managedFields must be nil"); }
        return InShape(value, schema, version).Set("kind", version.Kind).Set("apiVersion", version.GroupVersion);
    }

    private static ObjectNode Named(RequestScope scope, ResourceDefinition definition, ObjectNode value)
    {
        value = value.At("metadata", "name") is null ? (ObjectNode)value.With(["metadata", "name"], scope.Info.Name) : value;
        ObjectEndpoints.CheckPlace(scope, definition, value, scope.Info.Name);
        return value;
    }

    private static ObjectNode Decode(byte[] bytes, RequestScope scope)
    {
        try
        {
            return Yaml.Read(Encoding.UTF8.GetString(bytes), scope.DuplicateKeys.Add) switch
            {
                ObjectNode value => value,
                NullNode => ObjectNode.Empty,
                var other => throw new FormatException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {other.Kind} into Go value of type map[string]interface {{}}"),
            };
        }
        catch (FormatException e) { throw StatusException.BadRequest($"error decoding YAML: {e.Message}", e); }
    }

    // Compat: of a version that cannot be read neither it nor the kind is told.
    private static void CheckKind(ObjectNode value, ApiResource version)
    {
        var (sent, kind) = ((value.TextAt("apiVersion") ?? "").TrimStart('/'), value.TextAt("kind") ?? "");
        if (sent == version.GroupVersion && kind == version.Kind) { return; }
        var parts = sent.Split('/');
        throw StatusException.BadRequest($"invalid object type: {parts switch { [var only] => $"/{only}, Kind={kind}", [var group, var called] => $"{group}/{called}, Kind={kind}", _ => "/, Kind=" }}");
    }

    // A key set twice is told as fieldValidation says.
    private static void CheckKeys(RequestScope scope)
    {
        if (scope.DuplicateKeys.Count == 0) { return; }
        switch (scope.Query("fieldValidation"))
        {
            case "Strict":
                throw StatusException.BadRequest("error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:" + string.Concat(scope.DuplicateKeys.Select(static k => "\n  " + k)));
            case "Ignore": return;
            default: scope.DuplicateKeys.ForEach(scope.Warn); return;
        }
    }

    // Compat: whatever fieldValidation says, nobody can own a field that the schema does not know; what it does not fit is found here, and what Go's types
    // do not take as they are read from it. Pinned by OddRequestTests.
    private static ObjectNode InShape(ObjectNode value, Schema schema, ApiResource version)
    {
        var kind = $"{version.Group}/{version.Version}, Kind={version.Kind}";
        var shown = $"{value.TextAt("metadata", "namespace")}/{value.TextAt("metadata", "name")}; {kind}";
        var mistakes = TypedMistakes.Of(value, schema).ToArray();
        if (mistakes.Length > 0) { throw Failed($"failed to create typed patch object ({shown}): {(mistakes.Length == 1 ? mistakes[0] : "errors:" + string.Concat(mistakes.Select(static m => "\n  " + m)))}"); }
        try { return new DocumentReader(static _ => { }).Read(value, schema); }
        catch (StatusException e) when (e.Is(StatusReason.BadRequest))
        {
            throw Failed($"failed to convert new object ({shown}) to proper version: unable to convert unstructured object to {kind}: {PatchedText.Unrestored(e.Status.Message)}");
        }
    }

    private static StatusException Failed(string message) => StatusException.Unforeseen(message);

    private static ObjectNode Apply(ObjectNode live, ObjectNode value, Schema schema, FieldWriter writer, bool isForced)
    {
        var (result, conflicts) = ServerSideApply.Apply(live, value, schema, writer, isForced);
        // Compat: what kubectl applied from the client's side is kubectl's own, so its change to the server's side meets no conflict.
        if (!conflicts.IsEmpty && LastApplied.Fields(live, schema, writer) is { } own) { conflicts = conflicts.RemoveAll(c => own.Contains(c.Path)); }
        if (!conflicts.IsEmpty) { throw Conflicting(conflicts); }
        return LastApplied.Follow(ReferenceEquals(result, live) ? ServerSideApply.Apply(live, value, schema, writer, isForced: true).Result : result, value, writer);
    }

    private static StatusException Conflicting(ImmutableArray<(FieldOwner Owner, string Path)> conflicts)
    {
        var text = conflicts.Length == 1
            ? $"Apply failed with 1 conflict: conflict with {Shown(conflicts[0].Owner)}: {conflicts[0].Path}"
            : $"Apply failed with {conflicts.Length} conflicts: " + string.Join('\n', conflicts.GroupBy(static c => Shown(c.Owner)).OrderBy(static g => g.Key, StringComparer.Ordinal)
                .Select(static g => $"conflicts with {g.Key}:\n{string.Join('\n', g.Select(static c => "- " + c.Path))}"));
        return new StatusException(new Status(409, StatusReason.Conflict, text)
        {
            Causes = [.. conflicts.Select(static c => new StatusCause("FieldManagerConflict", $"conflict with {Shown(c.Owner)}", c.Path))],
        });
    }

    private static string Shown(FieldOwner owner) =>
        $"\"{owner.Manager}\"{(owner.Subresource.Length > 0 ? $" with subresource \"{owner.Subresource}\"" : "")}{(owner.Operation == FieldOwner.Update ? $" using {owner.Version}{(owner.Time.Length > 0 ? " at " + owner.Time : "")}" : "")}";
}
