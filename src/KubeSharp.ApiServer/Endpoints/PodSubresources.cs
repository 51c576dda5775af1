using System.Globalization;
using KubeSharp.Api;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Binding, ephemeral containers and resize of pods. Source: API reference of Pod; KEP-277; KEP-1287.</summary>
public sealed class PodSubresources(ObjectRegistry registry, IObjects objects, AdmissionChain admission, TimeProvider time) : ISubresource
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; } = ["pods/binding", "bindings/", "pods/ephemeralcontainers", "pods/resize", "namespaces/finalize", "certificatesigningrequests.certificates.k8s.io/approval"];

    /// <inheritdoc/>
    public Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version) => (scope.Info.Resource, scope.Info.Subresource, scope.Info.Verb) switch
    {
        ("bindings", _, "create") or (_, "binding", "create") => BindAsync(scope, definition),
        ("namespaces", "finalize", "update") => ReplacePartsAsync(scope, definition, ["spec", "finalizers"]),
        ("certificatesigningrequests", "approval", "update" or "patch") => ReplacePartsAsync(scope, definition, ["status", "conditions"]),
        (_, "ephemeralcontainers", "update" or "patch") => ReplacePartsAsync(scope, definition, ["spec", "ephemeralContainers"]),
        (_, "resize", "update" or "patch") => ReplacePartsAsync(scope, definition, ["spec", "containers"], ["spec", "initContainers"], ["spec", "resources"]),
        (_, _, "get") => GetAsync(scope, definition),
        _ => throw StatusException.MethodNotAllowed(),
    };

    private async Task GetAsync(RequestScope scope, ResourceDefinition definition)
    {
        var stored = await registry.ReadAsync(definition, ObjectEndpoints.NamespaceOf(scope, definition), scope.Info.Name, scope.Cancellation).ConfigureAwait(false) ?? throw ObjectEndpoints.NotFound(definition, scope.Info.Name);
        await Answer.WriteAsync(scope.Http, 200, stored.Value, Answer.Accepted(scope, false, true)).ConfigureAwait(false);
    }

    // Only the parts that the subresource is for change; all else stays as it is.
    private async Task ReplacePartsAsync(RequestScope scope, ResourceDefinition definition, params string[][] parts)
    {
        if (scope.Info.Verb == "patch" && PatchBody.IsApply(scope))
        {
            var applied = await ApplyEndpoint.ApplyPartAsync(scope, definition, definition.Storage, definition.Schema(definition.Storage), value => Only(value, parts), (applied, old) => Taken(scope, applied, old, parts), registry, time).ConfigureAwait(false);
            await Answer.WriteAsync(scope.Http, 200, applied, Answer.Accepted(scope, false, true)).ConfigureAwait(false);
            return;
        }
        Func<ObjectNode, ObjectNode> change;
        if (scope.Info.Verb == "patch")
        {
            var schema = definition.Schema(definition.Storage);
            var patch = await PatchBody.ReadAsync(scope, schema).ConfigureAwait(false);
            change = old => RequestBody.InShape(scope, patch.OfKind(patch.Apply(old, schema), definition.Storage, schema), "{}"u8.ToArray(), schema, patch);
        }
        else
        {
            var (value, json) = await ObjectEndpoints.ReadAsync(scope, definition, definition.Storage).ConfigureAwait(false);
            value = RequestBody.InShape(scope, value, json, definition.Schema(definition.Storage));
            ObjectEndpoints.CheckPlace(scope, definition, value, scope.Info.Name);
            change = _ => value;
        }
        var stored = await registry.UpdateAsync(definition, ObjectEndpoints.NamespaceOf(scope, definition), scope.Info.Name, scope.Info.Subresource, old =>
        {
            var changed = change(old);
            ObjectEndpoints.CheckPlace(scope, definition, changed, scope.Info.Name);
            var result = Taken(scope, changed, old, parts);
            // Compat: with a namespace's finalizers and a request's approval metadata may change, with a part of a pod it may not.
            result = (ObjectNode)(scope.Info.Resource is "namespaces" or "certificatesigningrequests"
                ? result.With(["metadata"], changed.At("metadata")) : result.With(["metadata", "resourceVersion"], changed.At("metadata", "resourceVersion")));
            return scope.Info.Resource == "certificatesigningrequests" ? CertificateSigningRequestRules.WithTimes(result, old, time.GetUtcNow()) : result;
        }, ObjectEndpoints.Context(scope, "UpdateOptions") with { Track = FieldTracking.Of(scope, definition, definition.Storage, time) }, scope.Cancellation).ConfigureAwait(false);
        await Answer.WriteAsync(scope.Http, 200, stored, Answer.Accepted(scope, false, true)).ConfigureAwait(false);
    }

    private static ObjectNode Taken(RequestScope scope, ObjectNode changed, ObjectNode old, string[][] parts)
    {
        var result = parts.Aggregate(old, (value, part) => (ObjectNode)value.With(part, changed.At(part)));
        return scope.Info.Subresource == "resize" ? PodResizes.Only(result, old) : result;
    }

    private static ObjectNode Only(ObjectNode configuration, string[][] parts) => parts.Where(p => configuration.At(p) is not null).Aggregate(ObjectNode.Of(("apiVersion", configuration["apiVersion"]), ("kind", configuration["kind"]),
        ("metadata", ObjectNode.Of(("name", configuration.At("metadata", "name")), ("resourceVersion", configuration.At("metadata", "resourceVersion"))))), (value, part) => (ObjectNode)value.With(part, configuration.At(part)));

    private async Task BindAsync(RequestScope scope, ResourceDefinition definition)
    {
        var (binding, json) = await RequestBody.ReadObjectAsync(scope, "Binding").ConfigureAwait(false);
        ObjectEndpoints.CheckKind(binding, "v1", "Binding");
        binding = RequestBody.InShape(scope, binding.Set("kind", "Binding").Set("apiVersion", "v1"), json, ApiSchemas.Get("io.k8s.api.core.v1.Binding"));
        ObjectEndpoints.CheckNamespace(binding, scope.Info.Namespace);
        var name = scope.Info.Name.Length > 0 ? scope.Info.Name : binding.TextAt("metadata", "name") ?? "";
        var context = ObjectEndpoints.Context(scope, "CreateOptions");
        var request = PostedAdmission.Of(scope, definition.Storage, name, binding, context);
        binding = await admission.MutateAsync(request, scope.Cancellation).ConfigureAwait(false) ?? binding;
        if (name != binding.TextAt("metadata", "name")) { throw StatusException.BadRequest("name in URL does not match name in Binding object"); }
        CheckTarget(binding);
        await admission.ValidateAsync(request with { Object = binding }, scope.Cancellation).ConfigureAwait(false);
        var node = binding.TextAt("target", "name")!;
        var now = Metadata.Time(time.GetUtcNow());
        var pods = objects.Definition("pods");
        await registry.UpdateAsync(pods, scope.Info.Namespace, name, "binding", pod =>
        {
            foreach (var (field, called) in (ReadOnlySpan<(string, string)>)[("uid", "UID"), ("resourceVersion", "ResourceVersion")])
            {
                if (binding.TextAt("metadata", field) is { Length: > 0 } asked && asked != pod.TextAt("metadata", field)) { throw UnmetPrecondition.Of(pods, scope.Info.Namespace, name, called, asked, pod.TextAt("metadata", field)); }
            }
            if (pod.At("metadata", "deletionTimestamp") is not null) { throw Refuse(name, $"pod {name} is being deleted, cannot be assigned to a host"); }
            if (pod.TextAt("spec", "nodeName") is { Length: > 0 } there) { throw Refuse(name, $"pod {name} is already assigned to node \"{there}\""); }
            if (pod.At("spec", "schedulingGates") is ArrayNode { Count: > 0 }) { throw Refuse(name, $"pod {name} has non-empty .spec.schedulingGates"); }
            var result = (ObjectNode)pod.With(["spec", "nodeName"], node);
            foreach (var (key, value) in binding.At("metadata", "labels") as ObjectNode ?? ObjectNode.Empty) { result = (ObjectNode)result.With(["metadata", "labels", key], value); }
            foreach (var (key, value) in binding.At("metadata", "annotations") as ObjectNode ?? ObjectNode.Empty) { result = (ObjectNode)result.With(["metadata", "annotations", key], value); }
            return (ObjectNode)result.With(["status", "conditions"], Conditions.Set(result.At("status", "conditions") as ArrayNode, "PodScheduled", "True", "", "", now));
        }, context with { SkipsAdmission = true }, scope.Cancellation).ConfigureAwait(false);
        await SucceedAsync(scope).ConfigureAwait(false);
    }

    // Compat: a wrong target is no invalid object, but an error that upstream does not foresee; pinned by OddRequestTests.
    private static void CheckTarget(ObjectNode binding)
    {
        var mistakes = new List<string>();
        if (binding.TextAt("target", "kind") is { Length: > 0 } kind and not "Node") { mistakes.Add($"target.kind: Unsupported value: {QuotedText.Go(kind)}: supported values: \"Node\", \"<empty>\""); }
        if (binding.TextAt("target", "name") is null or "") { mistakes.Add("target.name: Required value"); }
        if (mistakes.Count > 0) { throw StatusException.Unforeseen(mistakes.Count == 1 ? mistakes[0] : $"[{string.Join(", ", mistakes)}]"); }
    }

    private static StatusException Refuse(string name, string message) => StatusException.Conflict("", "pods/binding", name, message);

    private static Task SucceedAsync(RequestScope scope) => Answer.WriteAsync(scope.Http, 201, ObjectNode.Of(("kind", "Status"), ("apiVersion", "v1"), ("metadata", ObjectNode.Empty), ("status", "Success"), ("code", 201)), Answer.Accepted(scope, false, true));
}
