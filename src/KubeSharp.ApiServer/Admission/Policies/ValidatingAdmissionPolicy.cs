using KubeSharp.Api;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Holds requests to the validating policies that are bound. Source: Validating Admission Policy.</summary>
public sealed class ValidatingAdmissionPolicy(IObjects objects, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    private const string Group = ".admissionregistration.k8s.io";
    private readonly PolicyTable<ValidatingPolicy> _policies = new(objects, "validatingadmissionpolicies" + Group, "validatingadmissionpolicybindings" + Group, ValidatingPolicy.Compile);

    /// <inheritdoc/>
    public string Name => "ValidatingAdmissionPolicy";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => _policies.Bound.Count > 0 && !WebhookSelection.IsExempt(request);

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var scope = await PolicyScope.OfAsync(request, objects, new ExpressionAuthorizer(request.User, isAllowed, cancellation), cancellation).ConfigureAwait(false);
        StatusException? refusal = null;
        foreach (var entry in _policies.Bound)
        {
            if (scope.Match(entry.Policy.Value.Match) is not { } version) { continue; }
            var seen = await scope.InAsync(version, cancellation).ConfigureAwait(false);
            foreach (var binding in entry.Bindings)
            {
                if (scope.Match(binding.Match) is null) { continue; }
                foreach (var (message, reason) in Evaluate(entry.Policy.Value, binding, version, seen, cancellation))
                {
                    if (Act(entry.Name, binding, message, reason, request) is { } denied) { refusal ??= denied; }
                }
            }
        }
        if (refusal is not null) { throw refusal; }
    }

    // What each set of parameters makes of the request.
    private IEnumerable<(string Message, string Reason)> Evaluate(ValidatingPolicy policy, PolicyBinding binding, ApiResource version, PolicyScope scope, CancellationToken cancellation)
    {
        var (parameters, mistake) = PolicyParameters.Find(policy.ParamKind, binding, scope.Request, objects);
        if (mistake is not null)
        {
            if (policy.Fails) { yield return (mistake, StatusReason.Invalid); }
            yield break;
        }
        foreach (var each in parameters)
        {
            var budget = new CelBudget(CelBudget.PerRequestDefault);
            var variables = policy.Variables.Bind(scope.Variables(version, each), budget, cancellation);
            var (matches, error) = policy.Conditions.Evaluate(variables, new CelBudget(CelBudget.MatchConditionsDefault), cancellation);
            if (error is not null && policy.Fails) { yield return (error, StatusReason.Invalid); }
            if (!matches) { continue; }
            foreach (var check in policy.Checks)
            {
                if (check.Evaluate(variables, budget, cancellation) is not { } found) { continue; }
                if (!found.IsError || policy.Fails) { yield return (found.Message, found.IsError ? StatusReason.Invalid : check.Reason); }
                if (budget.IsExhausted) { yield break; }
            }
            Annotate(policy, variables, budget, scope.Request, cancellation);
        }
    }

    private static StatusException? Act(string policy, PolicyBinding binding, string message, string reason, AdmissionRequest request)
    {
        StatusException? refusal = null;
        foreach (var action in binding.Actions)
        {
            switch (action)
            {
                case "Deny": refusal = PolicyRefusal.Make(request, reason, $"ValidatingAdmissionPolicy '{policy}' with binding '{binding.Name}' denied request: {message}"); break;
                case "Warn": request.Warn($"Validation failed for ValidatingAdmissionPolicy '{policy}' with binding '{binding.Name}': {message}"); break;
                case "Audit": request.Annotate("validation.policy.admission.k8s.io/validation_failure", Failure(policy, binding, message)); break;
            }
        }
        return refusal;
    }

    private static string Failure(string policy, PolicyBinding binding, string message) => ArrayNode.Of(ObjectNode.Of(
        ("message", message), ("policy", policy), ("binding", binding.Name), ("validationActions", new ArrayNode([.. binding.Actions.Select(static a => (Node)a)])))).ToString();

    private static void Annotate(ValidatingPolicy policy, CelVariables variables, CelBudget budget, AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var (key, value) in policy.Annotations)
        {
            if (value.Expression?.Evaluate(variables, budget, cancellation).Value is CelString { Value.Length: > 0 } text) { request.Annotate($"{policy.Name}/{key}", text.Value); }
        }
    }
}
