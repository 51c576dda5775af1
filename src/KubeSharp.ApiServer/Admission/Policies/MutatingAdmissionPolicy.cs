using KubeSharp.Api;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>
/// Lets the mutating policies that are bound change objects, in the order of their names; then once more those that ask for it and came before
/// a change by another. Source: Mutating Admission Policy.
/// </summary>
public sealed class MutatingAdmissionPolicy(IObjects objects, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    private const string Group = ".admissionregistration.k8s.io";
    private readonly PolicyTable<MutatingPolicy> _policies = new(objects, "mutatingadmissionpolicies" + Group, "mutatingadmissionpolicybindings" + Group, MutatingPolicy.Compile);

    /// <inheritdoc/>
    public string Name => "MutatingAdmissionPolicy";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        _policies.Bound.Count > 0 && request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && request.Object is not null && !WebhookSelection.IsExempt(request);

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var scope = await PolicyScope.OfAsync(request, objects, new ExpressionAuthorizer(request.User, isAllowed, cancellation), cancellation).ConfigureAwait(false);
        var bound = _policies.Bound;
        var lastChange = -1;
        for (var i = 0; i < bound.Count; i++)
        {
            // A second round comes after webhooks that changed the object.
            if (request.Reinvocation.IsSecond && !bound[i].Policy.Value.IsReinvoked) { continue; }
            var before = scope.Request.Object;
            scope = await ApplyAsync(bound[i], scope, cancellation).ConfigureAwait(false);
            if (!scope.Request.Object!.Equals(before)) { lastChange = i; }
        }
        for (var i = 0; i < lastChange; i++)
        {
            if (bound[i].Policy.Value.IsReinvoked) { scope = await ApplyAsync(bound[i], scope, cancellation).ConfigureAwait(false); }
        }
        return scope.Request.Object;
    }

    private async ValueTask<PolicyScope> ApplyAsync(PolicyTable<MutatingPolicy>.Entry entry, PolicyScope scope, CancellationToken cancellation)
    {
        var policy = entry.Policy.Value;
        foreach (var binding in entry.Bindings)
        {
            if (scope.Match(policy.Match) is not { } version || scope.Match(binding.Match) is null) { continue; }
            var (parameters, mistake) = PolicyParameters.Find(policy.ParamKind, binding, scope.Request, objects);
            if (mistake is not null && policy.Fails) { throw Refuse(policy, binding, scope, mistake); }
            foreach (var each in parameters)
            {
                var (value, error) = Mutate(policy, await scope.InAsync(version, cancellation).ConfigureAwait(false), version, each, cancellation);
                if (value is not null) { scope = scope.With(await EquivalentForms.FromAsync(objects, scope.Request, version, value, cancellation).ConfigureAwait(false)); }
                else if (policy.Fails) { throw Refuse(policy, binding, scope, error!); }
            }
        }
        return scope;
    }

    private (ObjectNode? Value, string? Error) Mutate(MutatingPolicy policy, PolicyScope scope, ApiResource version, ObjectNode? parameters, CancellationToken cancellation)
    {
        var budget = new CelBudget(CelBudget.PerRequestDefault);
        var variables = policy.Variables.Bind(scope.Variables(version, parameters), budget, cancellation);
        var (matches, mistake) = policy.Conditions.Evaluate(variables, new CelBudget(CelBudget.MatchConditionsDefault), cancellation);
        if (!matches) { return mistake is null ? (scope.Request.Object, null) : (null, mistake); }
        foreach (var mutation in policy.Mutations)
        {
            var (value, error) = mutation.Apply(scope.Request.Object!, objects.Definition(version).Schema(version), variables, budget, cancellation);
            if (value is null) { return (null, error); }
            scope = scope.With(value);
            variables = policy.Variables.Bind(scope.Variables(version, parameters), budget, cancellation);
        }
        return (scope.Request.Object, null);
    }

    private static StatusException Refuse(MutatingPolicy policy, PolicyBinding binding, PolicyScope scope, string message) =>
        PolicyRefusal.Make(scope.Request, StatusReason.Invalid, $"MutatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}' denied request: {message}");
}
