using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.ApiServer.Audit;

/// <summary>Which requests are recorded and how much of them: the first rule that matches counts. Source: Auditing, audit policy.</summary>
public sealed class AuditPolicy(ImmutableArray<AuditRule> rules)
{
    /// <summary>Reads a policy file.</summary>
    /// <exception cref="FormatException">It is no policy; the message says why.</exception>
    public static AuditPolicy Read(string yaml)
    {
        var policy = Yaml.Read(yaml);
        if (policy.Text("kind") != "Policy" || policy.Text("apiVersion") != "audit.k8s.io/v1") { throw new FormatException($"audit policy: unknown kind {policy.Text("apiVersion")}, {policy.Text("kind")}"); }
        var rules = policy.Items("rules");
        return rules.Count == 0 ? throw new FormatException("audit policy: loaded illegal policy with 0 rules") : new([.. rules.Select(r => new AuditRule(r, policy))]);
    }

    /// <summary>The rule for the request; null: it is not recorded.</summary>
    public AuditRule? Find(UserIdentity user, RequestInfo request) => rules.FirstOrDefault(r => r.Matches(user, request)) is { Level: not AuditLevel.None } rule ? rule : null;
}
