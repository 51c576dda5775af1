using System.Collections.Immutable;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>The match conditions of a webhook: expressions that must all hold for it to be called. Source: Dynamic Admission Control, matchConditions.</summary>
public sealed class WebhookConditions
{
    private readonly ImmutableArray<(string Name, CelCompilation Compiled)> _conditions;

    private WebhookConditions(ImmutableArray<(string, CelCompilation)> conditions) => _conditions = conditions;

    /// <summary>No conditions: always called.</summary>
    public static WebhookConditions None { get; } = new([]);

    /// <summary>What conditions may name: object, oldObject, request, authorizer and authorizer.requestResource.</summary>
    public static CelEnvironment Environment { get; } = CelEnvironment.Kubernetes.With("object", CelType.Dyn).With("oldObject", CelType.Dyn)
        .With("request", RequestType()).With("authorizer", CelAuthorizer.Type).With("authorizer.requestResource", CelAuthorizer.ResourceType);

    /// <summary>Reads them.</summary>
    public static WebhookConditions Read(ArrayNode conditions) =>
        conditions.Count == 0 ? None : new([.. conditions.Select(static c => (c.Text("name"), CelExpression.Compile(c.Text("expression"), Environment, CelType.Bool)))]);

    /// <summary>Whether all hold; or what went wrong where none is false.</summary>
    /// <param name="review">The request part of the review the webhook would get.</param>
    /// <param name="authorizer">Answers what conditions ask about rights.</param>
    public (bool Matches, string? Mistake) Evaluate(ObjectNode review, ICelAuthorizer authorizer, CancellationToken cancellation)
    {
        var (variables, budget, mistakes) = (Variables(review, authorizer), new CelBudget(CelBudget.MatchConditionsDefault), new List<string>());
        foreach (var (name, compiled) in _conditions)
        {
            if (compiled.Expression is not { } expression)
            {
                mistakes.Add(compiled.ErrorText);
                continue;
            }
            var result = expression.Evaluate(variables, budget, cancellation);
            if (result.Error is { } error) { mistakes.Add($"match condition \"{name}\": expression '{expression.Source}' resulted in error: {error}"); }
            else if (!result.IsTrue) { return (false, null); }
            if (budget.IsExhausted) { return (true, "validation failed due to running out of cost budget, no further validation rules will be run"); }
        }
        return (true, mistakes.Count == 0 ? null : string.Join(", ", mistakes));
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _conditions.IsEmpty;

    private static CelVariables Variables(ObjectNode review, ICelAuthorizer authorizer)
    {
        var resource = review.Object("resource");
        var access = new CelAccess
        {
            Group = resource.Text("group"),
            Resource = resource.Text("resource"),
            Subresource = review.Text("subResource"),
            Namespace = review.Text("namespace"),
            Name = review.Text("name"),
        };
        return new CelVariables().Set("object", CelValue.From(review["object"])).Set("oldObject", CelValue.From(review["oldObject"])).Set("request", CelValue.From(review, Environment.Variable("request")!))
            .Set("authorizer", CelAuthorizer.Of(authorizer)).Set("authorizer.requestResource", CelAuthorizer.OfResource(authorizer, access));
    }

    private static CelType RequestType()
    {
        var kind = Type("kubernetes.GroupVersionKind", ("group", CelType.String), ("version", CelType.String), ("kind", CelType.String));
        var resource = Type("kubernetes.GroupVersionResource", ("group", CelType.String), ("version", CelType.String), ("resource", CelType.String));
        var user = Type("kubernetes.UserInfo", ("username", CelType.String), ("uid", CelType.String), ("groups", CelType.ListOf(CelType.String)), ("extra", CelType.MapOf(CelType.String, CelType.ListOf(CelType.String))));
        return Type("kubernetes.AdmissionRequest", ("kind", kind), ("resource", resource), ("subResource", CelType.String), ("requestKind", kind), ("requestResource", resource), ("requestSubResource", CelType.String),
            ("name", CelType.String), ("namespace", CelType.String), ("operation", CelType.String), ("userInfo", user), ("dryRun", CelType.Bool), ("options", CelType.Dyn));
    }

    private static CelType Type(string name, params (string Name, CelType Type)[] fields) => CelType.Object(name, () => fields.Select(static f => new CelField(f.Name, f.Name, f.Type)));
}
