using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Lists what one may do in a namespace, as kubectl auth can-i --list asks. Source: API reference of SelfSubjectRulesReview.</summary>
public sealed class RulesReviews(Func<ImmutableArray<IAuthorizer>> authorizers, TimeProvider time) : PostedKind(time)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; } = ["selfsubjectrulesreviews.authorization.k8s.io/"];

    /// <inheritdoc/>
    protected override ValueTask<ObjectNode> AnswerAsync(RequestScope scope, ApiResource version, ObjectNode value)
    {
        var ns = value.Object("spec").Text("namespace");
        if (ns.Length == 0) { throw StatusException.BadRequest("no namespace on request"); }
        var known = KnownRules.Together(authorizers().Select(a => a.RulesFor(scope.User, ns)));
        var rules = known.Rules;
        Node[] resources = [.. rules.Where(static r => !r.Resources.IsEmpty).Select(static r => ObjectNode.Of(("verbs", List(r.Verbs)), ("apiGroups", List(r.ApiGroups)), ("resources", List(r.Resources)), ("resourceNames", r.ResourceNames.IsEmpty ? null : List(r.ResourceNames))))];
        Node[] paths = [.. rules.Where(static r => !r.Paths.IsEmpty).Select(static r => ObjectNode.Of(("verbs", List(r.Verbs)), ("nonResourceURLs", List(r.Paths))))];
        // Compat: what was asked is not repeated. system:masters is allowed all by no rule of RBAC's beyond that of cluster-admin.
        return new(ObjectNode.Of(("kind", null), ("apiVersion", null), ("metadata", ObjectNode.Empty), ("spec", ObjectNode.Empty),
            ("status", ObjectNode.Of(("resourceRules", new ArrayNode([.. resources])), ("nonResourceRules", new ArrayNode([.. paths])), ("incomplete", known.IsIncomplete), ("evaluationError", known.Mistake.Length > 0 ? (Node)known.Mistake : null)))));
    }

    private static ArrayNode List(ImmutableArray<string> items) => new([.. items.Select(static i => (Node)i)]);
}
