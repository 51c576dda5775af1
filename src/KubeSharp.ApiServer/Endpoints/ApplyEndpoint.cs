using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;
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
        if (scope.Query("fieldManager").Length == 0)
        {
            throw new StatusException(new Status(422, StatusReason.Invalid, "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch")
            { Causes = [new StatusCause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager")] });
        }
        var (value, json) = RequestBody.Parse(await RequestBody.ReadBytesAsync(scope).ConfigureAwait(false), isYaml: true, version.Kind);
        ObjectEndpoints.CheckKind(value, version.GroupVersion, version.Kind);
        if (value.At("metadata", "managedFields") is ArrayNode { Count: > 0 }) { throw StatusException.BadRequest("metadata.managedFields must be nil"); }
        var schema = definition.Schema(version);
        var (ns, name) = (ObjectEndpoints.NamespaceOf(scope, definition), scope.Info.Name);
        value = RequestBody.InShape(scope, value, json, schema).Set("kind", version.Kind).Set("apiVersion", version.GroupVersion);
        value = (ObjectNode)value.With(["metadata", "name"], value.TextAt("metadata", "name") is { Length: > 0 } given ? given : name);
        ObjectEndpoints.CheckPlace(scope, definition, value, name);
        ObjectNode Applied(ObjectNode live)
        {
            var (result, conflicts) = ServerSideApply.Apply(live, value, schema, scope.Query("fieldManager"), scope.Info.Subresource, scope.Query("force") is "true" or "1", Metadata.Time(time.GetUtcNow()));
            return conflicts.IsEmpty ? result : throw Conflicting(definition, name, conflicts);
        }
        if (scope.Info.Subresource.Length == 0 && await registry.ReadAsync(definition, ns, name, scope.Cancellation).ConfigureAwait(false) is null)
        {
            if (value.TextAt("metadata", "uid") is { Length: > 0 }) { throw StatusException.Conflict(definition.Storage.Group, definition.Storage.Plural, name, "uid mismatch: the provided object specified uid of an object that does not exist"); }
            return (201, await registry.CreateAsync(definition, ns, ObjectForms.ToStorage(definition, version, Applied(ObjectNode.Empty)), context, scope.Cancellation).ConfigureAwait(false));
        }
        return (200, await registry.UpdateAsync(definition, ns, name, scope.Info.Subresource,
            old => ObjectForms.ToStorage(definition, version, Applied(ObjectForms.Convert(definition, version, old))), context, scope.Cancellation).ConfigureAwait(false));
    }

    private static StatusException Conflicting(ResourceDefinition definition, string name, ImmutableArray<(string Manager, string Version, string Path)> conflicts)
    {
        var text = conflicts.Length == 1
            ? $"Apply failed with 1 conflict: conflict with \"{conflicts[0].Manager}\" using {conflicts[0].Version}: {conflicts[0].Path}"
            : $"Apply failed with {conflicts.Length} conflicts: " + string.Join('\n', conflicts.GroupBy(static c => (c.Manager, c.Version))
                .Select(static g => $"conflicts with \"{g.Key.Manager}\" using {g.Key.Version}:\n{string.Join('\n', g.Select(static c => "- " + c.Path))}"));
        return new StatusException(new Status(409, StatusReason.Conflict, text)
        {
            Group = definition.Storage.Group, Kind = definition.Storage.Plural, Name = name,
            Causes = [.. conflicts.Select(static c => new StatusCause("FieldManagerConflict", $"conflict with \"{c.Manager}\" using {c.Version}", c.Path))],
        });
    }
}
