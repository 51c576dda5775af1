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

/// <summary>Binding, eviction, ephemeral containers and resize of pods. Source: API reference of Pod; API-initiated Eviction; KEP-277; KEP-1287.</summary>
public sealed class PodSubresources(ObjectRegistry registry, ObjectDeletion deletion, IObjects objects, AdmissionChain admission, TimeProvider time) : ISubresource
{
    private const string TooFewPods = "Cannot evict pod as it would violate the pod's disruption budget.";
    private const int UnprocessedBudgetRetrySeconds = 10;

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; } = ["pods/binding", "bindings/", "pods/eviction", "pods/ephemeralcontainers", "pods/resize", "namespaces/finalize", "certificatesigningrequests.certificates.k8s.io/approval"];

    /// <inheritdoc/>
    public Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version) => (scope.Info.Resource, scope.Info.Subresource, scope.Info.Verb) switch
    {
        ("bindings", _, "create") or (_, "binding", "create") => BindAsync(scope, definition),
        (_, "eviction", "create") => EvictAsync(scope, definition),
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
            var patch = await PatchBody.ReadAsync(scope, definition.Schema(definition.Storage)).ConfigureAwait(false);
            change = old => patch.Apply(old, definition.Schema(definition.Storage));
        }
        else
        {
            var (value, json) = await ObjectEndpoints.ReadAsync(scope, definition, definition.Storage).ConfigureAwait(false);
            value = RequestBody.InShape(scope, value, json, definition.Schema(definition.Storage));
            change = _ => value;
        }
        var stored = await registry.UpdateAsync(definition, ObjectEndpoints.NamespaceOf(scope, definition), scope.Info.Name, scope.Info.Subresource, old =>
        {
            var changed = change(old);
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
        var body = await RequestBody.ReadObjectAsync(scope).ConfigureAwait(false) ?? throw StatusException.BadRequest("unexpected empty body");
        var binding = body.Value;
        ObjectEndpoints.CheckKind(binding, "v1", "Binding");
        var name = scope.Info.Name.Length > 0 ? scope.Info.Name : binding.TextAt("metadata", "name") ?? "";
        CheckPlace(scope, binding, "Binding");
        CheckTarget(binding);
        var context = ObjectEndpoints.Context(scope, "CreateOptions");
        binding = await AdmitAsync(scope, definition, name, binding, context).ConfigureAwait(false);
        var node = binding.TextAt("target", "name")!;
        var now = Metadata.Time(time.GetUtcNow());
        var pods = objects.Definition("pods");
        await registry.UpdateAsync(pods, scope.Info.Namespace, name, "binding", pod =>
        {
            if (binding.TextAt("metadata", "uid") is { Length: > 0 } uid && uid != pod.TextAt("metadata", "uid")) { throw Refuse(name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {pod.TextAt("metadata", "uid")}"); }
            if (binding.TextAt("metadata", "resourceVersion") is { Length: > 0 } version && version != pod.TextAt("metadata", "resourceVersion")) { throw Refuse(name, $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {pod.TextAt("metadata", "resourceVersion")}"); }
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
        if (mistakes.Count > 0) { throw new StatusException(new Status(500, StatusReason.Unknown, mistakes.Count == 1 ? mistakes[0] : $"[{string.Join(", ", mistakes)}]")); }
    }

    // What is posted to a pod is admitted as itself, as the creation it is.
    private async ValueTask<ObjectNode> AdmitAsync(RequestScope scope, ResourceDefinition definition, string name, ObjectNode value, WriteContext context)
    {
        var request = new AdmissionRequest
        {
            Operation = AdmissionOperation.Create,
            Resource = definition.Storage,
            Subresource = scope.Info.Subresource,
            Namespace = scope.Info.Namespace,
            Name = name,
            Object = value,
            User = scope.User,
            DryRun = context.DryRun,
            Options = context.Options,
            Warn = scope.Warn,
            Annotate = scope.Annotate,
        };
        value = await admission.MutateAsync(request, scope.Cancellation).ConfigureAwait(false) ?? value;
        await admission.ValidateAsync(request with { Object = value }, scope.Cancellation).ConfigureAwait(false);
        return value;
    }

    private async Task EvictAsync(RequestScope scope, ResourceDefinition definition)
    {
        var body = await RequestBody.ReadObjectAsync(scope).ConfigureAwait(false);
        var (ns, name) = (scope.Info.Namespace, scope.Info.Name);
        var eviction = body?.Value ?? ObjectNode.Of(("kind", "Eviction"), ("apiVersion", "policy/v1"), ("metadata", ObjectNode.Of(("name", name), ("namespace", ns))));
        CheckPlace(scope, eviction, "Eviction");
        if (DeleteOptionsReader.Check(eviction.TextAt("deleteOptions", "propagationPolicy") ?? "", null) is { Count: > 0 } causes) { throw StatusException.Invalid("meta.k8s.io", "DeleteOptions", "", [.. causes]); }
        eviction = await AdmitAsync(scope, definition, name, eviction, ObjectEndpoints.Context(scope, "CreateOptions")).ConfigureAwait(false);
        var options = eviction["deleteOptions"] as ObjectNode;
        var pods = objects.Definition("pods");
        var stored = await registry.ReadAsync(pods, ns, name, scope.Cancellation).ConfigureAwait(false) ?? throw ObjectEndpoints.NotFound(pods, name);
        var pod = (ObjectNode)Node.Parse(stored.Value.Span);
        var isDryRun = options?["dryRun"] is ArrayNode { Count: > 0 } || scope.Query("dryRun") == "All";
        if (pod.TextAt("status", "phase") is not ("Succeeded" or "Failed" or "Pending") && pod.At("metadata", "deletionTimestamp") is null)
        {
            await TakeFromBudgetAsync(ns, name, pod, isDryRun, scope.Cancellation).ConfigureAwait(false);
        }
        if (!isDryRun)
        {
            var now = Metadata.Time(time.GetUtcNow());
            await objects.UpdateAsync("pods", ns, name, p => (ObjectNode)p.With(["status", "conditions"], Conditions.Set(p.At("status", "conditions") as ArrayNode, "DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting", now)), scope.Cancellation).ConfigureAwait(false);
        }
        var request = new DeleteRequest
        {
            GracePeriodSeconds = (options?["gracePeriodSeconds"] as NumberNode)?.Integer,
            Uid = options?.TextAt("preconditions", "uid") ?? "",
            ResourceVersion = options?.TextAt("preconditions", "resourceVersion") ?? "",
            Propagation = options?.TextAt("propagationPolicy") ?? "",
        };
        await deletion.DeleteAsync(pods, ns, name, request, ObjectEndpoints.Context(scope, "DeleteOptions") with { DryRun = isDryRun }, scope.Cancellation).ConfigureAwait(false);
        await SucceedAsync(scope).ConfigureAwait(false);
    }

    // Source: Disruptions; a budget that allows none answers 429, several budgets for one pod are an error.
    private async ValueTask TakeFromBudgetAsync(string ns, string name, ObjectNode pod, bool isDryRun, CancellationToken cancellation)
    {
        var budgets = objects.List("poddisruptionbudgets.policy", ns)
            .Where(b => LabelSelector.From(b.At("spec", "selector"))?.Matches(pod.At("metadata", "labels") as ObjectNode) ?? false).ToArray();
        if (budgets.Length == 0) { return; }
        if (budgets.Length > 1) { throw StatusException.Internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."); }
        var budget = budgets[0].TextAt("metadata", "name")!;
        var isReady = (pod.At("status", "conditions") as ArrayNode ?? ArrayNode.Empty).Any(static c => c.TextAt("type") == "Ready" && c.TextAt("status") == "True");
        var isHealthyEnough = Whole(budgets[0], "currentHealthy") >= Whole(budgets[0], "desiredHealthy") && Whole(budgets[0], "desiredHealthy") > 0;
        if (!isReady && (isHealthyEnough || budgets[0].TextAt("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow")) { return; }
        var now = Metadata.Time(time.GetUtcNow());
        await objects.UpdateAsync("poddisruptionbudgets.policy", ns, budget, b =>
        {
            if (Whole(b, "observedGeneration") < ((b.At("metadata", "generation") as NumberNode)?.Integer ?? 0))
            {
                throw new StatusException(new Status(429, StatusReason.TooManyRequests, TooFewPods) { RetryAfterSeconds = UnprocessedBudgetRetrySeconds, Causes = [new("DisruptionBudget", $"The disruption budget {budget} is still being processed by the server.", "")] });
            }
            if (Whole(b, "disruptionsAllowed") <= 0)
            {
                // No time is named here: clients would wait for it without a word.
                throw new StatusException(new Status(429, StatusReason.TooManyRequests, TooFewPods)
                {
                    Causes = [new("DisruptionBudget", $"The disruption budget {budget} needs {Whole(b, "desiredHealthy").ToString(CultureInfo.InvariantCulture)} healthy pods and has {Whole(b, "currentHealthy").ToString(CultureInfo.InvariantCulture)} currently", "")],
                });
            }
            return isDryRun ? null : (ObjectNode)b.With(["status", "disruptionsAllowed"], Whole(b, "disruptionsAllowed") - 1).With(["status", "disruptedPods", name], now);
        }, cancellation).ConfigureAwait(false);
    }

    // What is posted to a pod names that pod, and no other namespace.
    private static void CheckPlace(RequestScope scope, ObjectNode value, string kind)
    {
        if (scope.Info.Name.Length > 0 && value.TextAt("metadata", "name") != scope.Info.Name) { throw StatusException.BadRequest($"name in URL does not match name in {kind} object"); }
        if (value.TextAt("metadata", "namespace") is { Length: > 0 } ns && ns != scope.Info.Namespace) { throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request"); }
    }

    private static long Whole(ObjectNode budget, string field) => (budget.At("status", field) as NumberNode)?.Integer ?? 0;

    private static StatusException Refuse(string name, string message) => StatusException.Conflict("", "pods/binding", name, message);

    private static Task SucceedAsync(RequestScope scope) => Answer.WriteAsync(scope.Http, 201, ObjectNode.Of(("kind", "Status"), ("apiVersion", "v1"), ("metadata", ObjectNode.Empty), ("status", "Success"), ("code", 201)), Answer.Accepted(scope, false, true));
}
