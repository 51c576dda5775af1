using System.Globalization;
using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Deletes a pod where its disruption budget lets it go. Source: API-initiated Eviction.</summary>
public sealed class Evictions(ObjectRegistry registry, ObjectDeletion deletion, IObjects objects, AdmissionChain admission, TimeProvider time) : ISubresource
{
    private const string Budgets = "poddisruptionbudgets.policy", TooFewPods = "Cannot evict pod as it would violate the pod's disruption budget.", Condition = "DisruptionAllowed";
    private const int UnprocessedBudgetRetrySeconds = 10, DisruptedPodsMax = 2000, AttemptsMax = 20;
    private static readonly string[] _versions = ["policy/v1", "policy/v1beta1"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; } = ["pods/eviction"];

    /// <inheritdoc/>
    public async Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        if (scope.Info.Verb != "create") { throw StatusException.MethodNotAllowed(); }
        var eviction = await ReadAsync(scope).ConfigureAwait(false);
        var (ns, name, context) = (scope.Info.Namespace, scope.Info.Name, ObjectEndpoints.Context(scope, "CreateOptions"));
        var request = PostedAdmission.Of(scope, definition.Storage, name, eviction, context);
        eviction = await admission.MutateAsync(request, scope.Cancellation).ConfigureAwait(false) ?? eviction;
        if (eviction.TextAt("metadata", "name") != name) { throw StatusException.BadRequest("name in URL does not match name in Eviction object"); }
        var options = eviction.Object("deleteOptions");
        CheckOptions(options, name);
        var dryRun = DryRun(options, context.DryRun);
        await admission.ValidateAsync(request with { Object = eviction }, scope.Cancellation).ConfigureAwait(false);
        for (var attempt = 1; !await EvictAsync(scope, definition, ns, name, options, dryRun, attempt == AttemptsMax).ConfigureAwait(false); attempt++) { }
        await Answer.WriteAsync(scope.Http, 201, ObjectNode.Of(("kind", "Status"), ("apiVersion", "v1"), ("metadata", ObjectNode.Empty), ("status", "Success"), ("code", 201)), Answer.Accepted(scope, false, true)).ConfigureAwait(false);
    }

    // Compat: whatever version is posted, the answers speak of policy/v1.
    private static async ValueTask<ObjectNode> ReadAsync(RequestScope scope)
    {
        var (value, json) = await RequestBody.ReadObjectAsync(scope, "Eviction").ConfigureAwait(false);
        if (!_versions.Contains(value.TextAt("apiVersion")) || value.TextAt("kind") is { Length: > 0 } and not "Eviction") { ObjectEndpoints.CheckKind(value, _versions[0], "Eviction"); }
        value = RequestBody.InShape(scope, value.Fill("apiVersion", _versions[0]).Set("kind", "Eviction"), json, ApiSchemas.Get("io.k8s.api.policy.v1.Eviction")).Set("apiVersion", _versions[0]);
        ObjectEndpoints.CheckNamespace(value, scope.Info.Namespace);
        return value;
    }

    private static void CheckOptions(ObjectNode options, string name)
    {
        if (options["ignoreStoreReadErrorWithClusterBreakingPotential"] is not BooleanNode { Value: true }) { return; }
        throw StatusException.Invalid("policy", "Eviction", name, [new("FieldValueInvalid", "Invalid value: true: can not be set for pod eviction, try after removing the option", "deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential")]);
    }

    // Compat: a contradiction is an error that upstream does not foresee, printed as Go prints lists.
    private static ArrayNode DryRun(ObjectNode options, bool isAsked)
    {
        if (options["dryRun"] is not ArrayNode { Count: > 0 } own) { return isAsked ? ArrayNode.Of("All") : ArrayNode.Empty; }
        var isSame = own.Count == 1 && own[0] is StringNode { Value: "All" };
        return !isAsked || isSame ? own
            : throw StatusException.Unforeseen($"Non-matching dry-run options in request and content: [All] and [{string.Join(' ', own.Select(static d => (d as StringNode)?.Value))}]");
    }

    // Whether it is done: a pod that changed before it was gone, and that no budget holds, is looked at anew.
    private async Task<bool> EvictAsync(RequestScope scope, ResourceDefinition definition, string ns, string name, ObjectNode options, ArrayNode dryRun, bool isLast)
    {
        var stored = await registry.ReadAsync(definition, ns, name, scope.Cancellation).ConfigureAwait(false) ?? throw ObjectEndpoints.NotFound(definition, name);
        var pod = (ObjectNode)Node.Parse(stored.Value.Span);
        // The version at which the pod was looked at holds, where another one would be judged otherwise.
        var (phase, isEnding, looked, budget) = (pod.TextAt("status", "phase"), pod.At("metadata", "deletionTimestamp") is not null, "", "");
        if (phase is "Succeeded" or "Failed" or "Pending" || isEnding) { looked = phase == "Pending" && !isEnding ? pod.TextAt("metadata", "resourceVersion")! : ""; }
        else if (BudgetOf(ns, pod) is { } found)
        {
            budget = found.TextAt("metadata", "name")!;
            if (IsUncounted(pod, found)) { looked = pod.TextAt("metadata", "resourceVersion")!; }
            else { await TakeFromAsync(ns, budget, name, dryRun.Count > 0, scope.Cancellation).ConfigureAwait(false); }
        }
        var asked = options.Object("preconditions").Text("resourceVersion");
        var request = new DeleteRequest
        {
            GracePeriodSeconds = options.Number("gracePeriodSeconds"),
            Uid = options.Object("preconditions").Text("uid"),
            ResourceVersion = asked.Length > 0 ? asked : looked,
            Propagation = options.Text("propagationPolicy"),
        };
        try { await DeleteAsync(scope, definition, ns, name, request, options, dryRun).ConfigureAwait(false); }
        catch (StatusException e) when (e.Is(StatusReason.Conflict) && looked.Length > 0 && asked.Length == 0)
        {
            if (budget.Length > 0) { throw Unprocessed(budget); }
            if (isLast) { throw; }
            return false;
        }
        return true;
    }

    private async Task DeleteAsync(RequestScope scope, ResourceDefinition definition, string ns, string name, DeleteRequest request, ObjectNode options, ArrayNode dryRun)
    {
        if (dryRun.Count == 0)
        {
            var now = Metadata.Time(time.GetUtcNow());
            var marked = await objects.UpdateAsync("pods", ns, name, pod =>
            {
                // Compat: the resource is named by its kind, as after a deletion's own preconditions.
                ObjectDeletion.CheckPreconditions("", "Pod", name, pod, request);
                return (ObjectNode)pod.With(["status", "conditions"], Conditions.Set(pod.At("status", "conditions") as ArrayNode, "DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting", now));
            }, scope.Cancellation).ConfigureAwait(false);
            if (request.ResourceVersion.Length > 0 && marked is not null) { request = request with { ResourceVersion = marked.TextAt("metadata", "resourceVersion") ?? "" }; }
        }
        var orphans = (options["orphanDependents"] as BooleanNode)?.Value;
        _ = WriteOptions.IsDryRun(scope, "DeleteOptions", options.Set("dryRun", dryRun), found: DeleteOptionsReader.Check(request.Propagation, orphans));
        request = request with { Propagation = orphans switch { true => "Orphan", false => "Background", _ => request.Propagation } };
        await deletion.DeleteAsync(definition, ns, name, request, ObjectEndpoints.Context(scope, "DeleteOptions") with { DryRun = dryRun.Count > 0, SkipsAdmission = true }, scope.Cancellation).ConfigureAwait(false);
    }

    // Several budgets for one pod are an error without a reason.
    private ObjectNode? BudgetOf(string ns, ObjectNode pod)
    {
        var budgets = objects.List(Budgets, ns).Where(b => LabelSelector.From(b.At("spec", "selector"))?.Matches(pod.At("metadata", "labels") as ObjectNode) ?? false).ToArray();
        return budgets.Length <= 1 ? budgets.FirstOrDefault()
            : throw StatusException.Unforeseen("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
    }

    // A pod that is not ready is not among the healthy ones that the budget counts.
    private static bool IsUncounted(ObjectNode pod, ObjectNode budget) =>
        !(pod.At("status", "conditions") as ArrayNode ?? ArrayNode.Empty).Any(static c => c.TextAt("type") == "Ready" && c.TextAt("status") == "True")
        && (budget.TextAt("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow" || (Whole(budget, "desiredHealthy") > 0 && Whole(budget, "currentHealthy") >= Whole(budget, "desiredHealthy")));

    private async ValueTask TakeFromAsync(string ns, string budget, string pod, bool isDryRun, CancellationToken cancellation)
    {
        var now = Metadata.Time(time.GetUtcNow());
        await objects.UpdateAsync(Budgets, ns, budget, b =>
        {
            if (Whole(b, "observedGeneration") < (b.Object("metadata").Number("generation") ?? 0)) { throw Unprocessed(budget); }
            var allowed = Whole(b, "disruptionsAllowed");
            if (allowed < 0) { throw StatusException.Forbidden("policy", "poddisruptionbudget", budget, "pdb disruptions allowed is negative"); }
            if (b.Object("status").Object("disruptedPods").Count > DisruptedPodsMax) { throw StatusException.Forbidden("policy", "poddisruptionbudget", budget, "DisruptedPods map too big - too many evictions not confirmed by PDB controller"); }
            // No time is named here: clients would wait for it without a word.
            if (allowed == 0) { throw new StatusException(new Status(429, StatusReason.TooManyRequests, TooFewPods) { Causes = [new("DisruptionBudget", WhyNone(b, budget), "")] }); }
            if (isDryRun) { return null; }
            var taken = (ObjectNode)b.With(["status", "disruptionsAllowed"], allowed - 1).With(["status", "disruptedPods", pod], now);
            return allowed > 1 ? taken : (ObjectNode)taken.With(["status", "conditions"], Exhausted(taken, now));
        }, cancellation).ConfigureAwait(false);
    }

    private static string WhyNone(ObjectNode budget, string name)
    {
        var condition = ConditionOf(budget);
        var (isFalse, message, reason) = (condition.Text("status") == "False", condition.Text("message"), condition.Text("reason"));
        if (isFalse && message.Length > 0 && reason == "SyncFailed") { return $"The disruption budget {name} does not allow evicting pods currently because it failed sync: {message}"; }
        var (desired, current) = (Whole(budget, "desiredHealthy"), Whole(budget, "currentHealthy"));
        if (current <= desired) { return string.Create(CultureInfo.InvariantCulture, $"The disruption budget {name} needs {desired} healthy pods and has {current} currently"); }
        return $"The disruption budget {name} does not allow evicting pods currently" + (isFalse && message.Length > 0 ? $" ({reason}): {message}" : "");
    }

    private static ArrayNode Exhausted(ObjectNode budget, string now)
    {
        var set = Conditions.Set(budget.At("status", "conditions") as ArrayNode, Condition, "False", "InsufficientPods", "", now);
        return new ArrayNode([.. set.Select(c => c.TextAt("type") == Condition ? ((ObjectNode)c).Set("message", "").Set("observedGeneration", Whole(budget, "observedGeneration")) : c)]);
    }

    private static ObjectNode ConditionOf(ObjectNode budget) =>
        (budget.At("status", "conditions") as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>().FirstOrDefault(static c => c.Text("type") == Condition) ?? ObjectNode.Empty;

    private static StatusException Unprocessed(string budget) => new(new Status(429, StatusReason.TooManyRequests, TooFewPods)
    {
        RetryAfterSeconds = UnprocessedBudgetRetrySeconds,
        Causes = [new("DisruptionBudget", $"The disruption budget {budget} is still being processed by the server.", "")],
    });

    private static long Whole(ObjectNode budget, string field) => budget.Object("status").Number(field) ?? 0;
}
