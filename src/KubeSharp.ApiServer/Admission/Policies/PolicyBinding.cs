using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Where and how a policy is in force. Source: admissionregistration.k8s.io ValidatingAdmissionPolicyBinding.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Match">Which of the policy's requests.</param>
/// <param name="Actions">Deny, Warn, Audit; of mutating policies none.</param>
/// <param name="ParamRef">Which parameters; null: none.</param>
internal sealed record PolicyBinding(string Name, string Policy, PolicyMatch Match, ImmutableArray<string> Actions, ObjectNode? ParamRef)
{
    public static PolicyBinding Read(ObjectNode binding)
    {
        var spec = binding.Object("spec");
        return new(binding.Object("metadata").Text("name"), spec.Text("policyName"), PolicyMatch.OfBinding(spec.Object("matchResources")),
            [.. spec.Texts("validationActions")], spec["paramRef"] as ObjectNode);
    }
}
