using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>autoscaling/v1 Scale of the kinds that have replicas.</summary>
public sealed class ScaleSubresource(ObjectRegistry registry, TimeProvider time) : ISubresource
{
    private static readonly ApiResource _scale = new("autoscaling", "v1", "Scale", "", true, "io.k8s.api.autoscaling.v1.Scale");

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; } = ["*/scale"];

    /// <inheritdoc/>
    public async Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var media = Answer.Accepted(scope, allowsForms: false, allowsProtobuf: true);
        var (ns, name) = (ObjectEndpoints.NamespaceOf(scope, definition), scope.Info.Name);
        if (scope.Info.Verb == "get")
        {
            var stored = await registry.ReadAsync(definition, ns, name, scope.Cancellation).ConfigureAwait(false) ?? throw ObjectEndpoints.NotFound(definition, name);
            await Answer.WriteAsync(scope.Http, 200, ScaleOf(definition, await definition.ReadAsync(stored.Value, scope.Cancellation).ConfigureAwait(false)), media).ConfigureAwait(false);
            return;
        }
        if (scope.Info.Verb == "patch" && PatchBody.IsApply(scope))
        {
            var applied = await ApplyEndpoint.ApplyPartAsync(scope, definition, _scale, ApiSchemas.Get(_scale.SchemaName), s => Configuration(definition, s), (applied, old) => (ObjectNode)old.With(definition.Scale.SpecReplicas.AsSpan(), applied.At(definition.Scale.SpecReplicas.AsSpan())), registry, time, ViewOf(definition)).ConfigureAwait(false);
            await Answer.WriteAsync(scope.Http, 200, ScaleOf(definition, (ObjectNode)Node.Parse(applied.Span)), media).ConfigureAwait(false);
            return;
        }
        var isDryRun = ObjectEndpoints.Context(scope, "UpdateOptions").DryRun;
        Func<ObjectNode, ObjectNode> newScale;
        if (scope.Info.Verb == "patch")
        {
            var schema = ApiSchemas.Get(_scale.SchemaName);
            var patch = await PatchBody.ReadAsync(scope, schema).ConfigureAwait(false);
            newScale = old =>
            {
                var made = RequestBody.InShape(scope, patch.OfKind(patch.Apply(old, schema), _scale, schema), "{}"u8.ToArray(), schema, patch);
                ObjectEndpoints.CheckPlace(scope, definition, made, name);
                return made;
            };
        }
        else
        {
            var body = await RequestBody.ReadObjectAsync(scope, "Scale").ConfigureAwait(false);
            ObjectEndpoints.CheckKind(body.Value, "autoscaling/v1", "Scale");
            var value = RequestBody.InShape(scope, body.Value.Set("kind", "Scale").Set("apiVersion", "autoscaling/v1"), body.Json, ApiSchemas.Get(_scale.SchemaName));
            ObjectEndpoints.CheckPlace(scope, definition, value, name);
            newScale = old => value.TextAt("metadata", "uid") is { Length: > 0 } meant && old.TextAt("metadata", "uid") is var uid && meant != uid
                ? throw UnmetPrecondition.Of(definition, ns, name, "UID", meant, uid, isDryRun) : value;
        }
        var context = ObjectEndpoints.Context(scope, "UpdateOptions") with
        {
            Track = FieldTracking.Of(scope, definition, version, time),
            View = ViewOf(definition),
        };
        var changed = await registry.UpdateAsync(definition, ns, name, "scale", old => Rescale(definition, old, newScale(ScaleOf(definition, old))), context, scope.Cancellation).ConfigureAwait(false);
        await Answer.WriteAsync(scope.Http, 200, ScaleOf(definition, (ObjectNode)Node.Parse(changed.Span)), media).ConfigureAwait(false);
    }

    // Admission sees and changes the scale, and not the object that it is a part of.
    private static AdmissionView ViewOf(ResourceDefinition definition) =>
        new(value => ScaleOf(definition, value), (value, scale) => (ObjectNode)value.With(definition.Scale.SpecReplicas.AsSpan(), ReplicasOf(scale)));

    // What is applied to a scale is applied to the object's own field: so its owners are told apart there.
    private static ObjectNode Configuration(ResourceDefinition definition, ObjectNode scale)
    {
        var own = ObjectNode.Of(("apiVersion", definition.Storage.GroupVersion), ("kind", definition.Storage.Kind),
            ("metadata", ObjectNode.Of(("name", scale.At("metadata", "name")), ("resourceVersion", scale.At("metadata", "resourceVersion")))));
        return scale.At("spec", "replicas") is null ? own : Rescale(definition, own, scale);
    }

    private static ObjectNode Rescale(ResourceDefinition definition, ObjectNode value, ObjectNode scale)
    {
        Check(scale, value.TextAt("metadata", "name") ?? "");
        // Compat: that another object is meant is told otherwise of a patch, for which nothing is said before.
        if (value.TextAt("metadata", "uid") is { } uid && scale.TextAt("metadata", "uid") is { Length: > 0 } meant && meant != uid)
        {
            throw StatusException.Conflict(definition.Storage.Group, $"{definition.Storage.Plural}/scale", value.TextAt("metadata", "name") ?? "", $"Precondition failed: UID in precondition: {meant}, UID in object meta: {uid}");
        }
        var result = (ObjectNode)value.With(definition.Scale.SpecReplicas.AsSpan(), ReplicasOf(scale));
        return scale.TextAt("metadata", "resourceVersion") is { Length: > 0 } version ? (ObjectNode)result.With(["metadata", "resourceVersion"], version) : (ObjectNode)result.With(["metadata", "resourceVersion"], null);
    }

    // Source: autoscaling, ValidateScale.
    private static void Check(ObjectNode scale, string name)
    {
        var errors = new FieldErrors();
        Metadata.Validate(scale, NameRule.DnsSubdomain, errors);
        if (scale.At("spec", "replicas") is NumberNode { Integer: < 0 } negative) { errors.Invalid(FieldPath.Of("spec").Child("replicas"), negative, "must be greater than or equal to 0"); }
        errors.ThrowIfAny("autoscaling", "Scale", name);
    }

    private static Node ReplicasOf(ObjectNode scale) => scale.At("spec", "replicas") ?? 0;

    private static ObjectNode ScaleOf(ResourceDefinition definition, ObjectNode value)
    {
        var paths = definition.Scale;
        var replicas = value.At(paths.SpecReplicas.AsSpan());
        if (replicas is null && paths != ScalePaths.BuiltIn) { throw StatusException.BadRequest($"the spec replicas field \".{string.Join('.', paths.SpecReplicas)}\" does not exist"); }
        var metadata = value["metadata"];
        return ObjectNode.Of(("kind", "Scale"), ("apiVersion", "autoscaling/v1"),
            ("metadata", ObjectNode.Of(("name", metadata?.At("name")), ("namespace", metadata?.At("namespace")), ("uid", metadata?.At("uid")), ("resourceVersion", metadata?.At("resourceVersion")), ("creationTimestamp", metadata?.At("creationTimestamp")))),
            ("spec", ObjectNode.Of(("replicas", replicas is NumberNode { Integer: 0 } ? null : replicas))),
            ("status", ObjectNode.Of(("replicas", value.At(paths.StatusReplicas.AsSpan()) ?? 0), ("selector", SelectorOf(paths, value) is { } text ? (Node)text : null))));
    }

    private static string? SelectorOf(ScalePaths paths, ObjectNode value)
    {
        if (paths != ScalePaths.BuiltIn) { return paths.Selector.IsEmpty ? null : value.TextAt(paths.Selector.AsSpan()); }
        var selector = value.At("spec", "selector");
        return selector is ObjectNode plain && value.TextAt("kind") == "ReplicationController" ? LabelSelector.OfMap(plain).ToString() : LabelSelector.From(selector)?.ToString();
    }
}
