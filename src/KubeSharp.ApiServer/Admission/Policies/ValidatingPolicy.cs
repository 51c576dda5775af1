using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A validating policy, compiled. Source: admissionregistration.k8s.io ValidatingAdmissionPolicy.</summary>
internal sealed record ValidatingPolicy(
    string Name, bool Fails, ObjectNode? ParamKind, PolicyMatch Match, MatchConditions Conditions, PolicyVariables Variables,
    ImmutableArray<PolicyCheck> Checks, ImmutableArray<(string Key, CelCompilation Value)> Annotations)
{
    public static ValidatingPolicy Compile(ObjectNode policy)
    {
        var spec = policy.Object("spec");
        var environment = PolicyEnvironment.Policy(PolicyEnvironment.HasParams(policy));
        var variables = PolicyVariables.Compile(spec.Items("variables"), environment);
        return new(policy.Object("metadata").Text("name"), spec.Text("failurePolicy") != "Ignore", spec["paramKind"] as ObjectNode,
            PolicyMatch.OfPolicy(spec.Object("matchConstraints")), MatchConditions.Compile(spec.Items("matchConditions"), environment), variables,
            [.. spec.Items("validations").Select(v => PolicyCheck.Compile(v, variables.Environment))],
            [.. spec.Items("auditAnnotations").Select(a => (a.Text("key"), CelExpression.Compile(a.Text("valueExpression"), variables.Environment)))]);
    }
}
