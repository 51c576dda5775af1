using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Operations, resources and names. Source: admissionregistration.k8s.io NamedRuleWithOperations.</summary>
/// <param name="Rule">All but the names.</param>
/// <param name="Names">Names of objects; none: all.</param>
internal sealed record PolicyRule(WebhookRule Rule, ImmutableArray<string> Names)
{
    public static PolicyRule Read(Node rule) => new(WebhookRule.Read(rule), [.. rule.Texts("resourceNames")]);

    public bool Matches(AdmissionRequest request, string version) =>
        Rule.Matches(request, version) && (Names.IsEmpty || Names.Contains(AdmissionRequests.NameOf(request)));
}
