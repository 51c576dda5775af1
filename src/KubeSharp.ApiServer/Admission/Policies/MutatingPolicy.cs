using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A mutating policy, compiled. Source: admissionregistration.k8s.io MutatingAdmissionPolicy.</summary>
internal sealed record MutatingPolicy(
    string Name, bool Fails, bool IsReinvoked, ObjectNode? ParamKind, PolicyMatch Match, MatchConditions Conditions, PolicyVariables Variables,
    ImmutableArray<PolicyMutation> Mutations)
{
    public static MutatingPolicy Compile(ObjectNode policy)
    {
        var spec = policy.Object("spec");
        var environment = PolicyEnvironment.Mutation(PolicyEnvironment.HasParams(policy));
        var variables = PolicyVariables.Compile(spec.Items("variables"), environment);
        return new(policy.Object("metadata").Text("name"), spec.Text("failurePolicy") != "Ignore", spec.Text("reinvocationPolicy") == "IfNeeded", spec["paramKind"] as ObjectNode,
            PolicyMatch.OfPolicy(spec.Object("matchConstraints")), MatchConditions.Compile(spec.Items("matchConditions"), environment), variables,
            [.. spec.Items("mutations").Select(m => PolicyMutation.Compile(m, variables.Environment))]);
    }
}
