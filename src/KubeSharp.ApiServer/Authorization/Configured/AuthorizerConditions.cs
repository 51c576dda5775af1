using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authorization.Configured;

/// <summary>Expressions over a SubjectAccessReview's spec (<c>request</c>) that must all hold for a webhook to be asked. Immutable. Source: apiserver.config.k8s.io/v1 WebhookMatchCondition.</summary>
public sealed class AuthorizerConditions
{
    private const int ConditionsMax = 64;
    private static readonly CelType _request = RequestType();
    private static readonly CelEnvironment _environment = CelEnvironment.Kubernetes.With("request", _request);
    private static readonly string[] _resourceFields = ["namespace", "verb", "group", "version", "resource", "subresource", "name"];
    private readonly MatchConditions _conditions;

    private AuthorizerConditions(MatchConditions conditions) => _conditions = conditions;

    /// <summary>None: it is always asked.</summary>
    public static AuthorizerConditions None { get; } = new(MatchConditions.None);

    /// <summary>Reads them and notes what is wrong.</summary>
    public static AuthorizerConditions Read(ArrayNode conditions, FieldPath path, FieldErrors errors)
    {
        if (conditions.Count > ConditionsMax)
        {
            errors.TooMany(path, conditions.Count, ConditionsMax);
            return None;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (expression, at) = (conditions[i].Text("expression"), path.Index(i).Child("expression"));
            ConfigurationDocument.CheckFields(conditions[i], path.Index(i), errors, "expression");
            if (string.IsNullOrWhiteSpace(expression)) { errors.Required(at); }
            else if (!seen.Add(expression)) { errors.Duplicate(at, expression); }
            else if (CelExpression.Compile(expression, _environment, CelType.Bool) is { Expression: null } compiled) { errors.Invalid(at, expression, compiled.IsWrongResult ? compiled.ErrorText : $"compilation failed: {compiled.ErrorText}"); }
        }
        return new(MatchConditions.Compile(conditions, _environment));
    }

    /// <summary>Whether all hold; or what went wrong where none is false.</summary>
    public (bool Matches, string? Error) Evaluate(ObjectNode spec, CancellationToken cancellation) => _conditions.IsEmpty ? (true, null)
        : _conditions.Evaluate(new CelVariables().Set("request", CelValue.From(Filled(spec), _request)), new CelBudget(CelBudget.MatchConditionsDefault), cancellation);

    // Compat: what is not set is the empty text and not missing, but for what the request is not about at all.
    private static ObjectNode Filled(ObjectNode spec)
    {
        spec = spec.Fill("user", "").Fill("uid", "").Fill("groups", ArrayNode.Empty);
        spec = spec.Edit("resourceAttributes", static r => _resourceFields.Aggregate(r, static (node, field) => node.Fill(field, "")));
        return spec.Edit("nonResourceAttributes", static p => p.Fill("path", "").Fill("verb", ""));
    }

    private static CelType RequestType()
    {
        var requirement = Type("kubernetes.SelectorRequirement", ("key", CelType.String), ("operator", CelType.String), ("values", CelType.ListOf(CelType.String)));
        var selector = Type("kubernetes.SelectorAttributes", ("rawSelector", CelType.String), ("requirements", CelType.ListOf(requirement)));
        var resource = Type("kubernetes.ResourceAttributes", ("namespace", CelType.String), ("verb", CelType.String), ("group", CelType.String), ("version", CelType.String), ("resource", CelType.String),
            ("subresource", CelType.String), ("name", CelType.String), ("fieldSelector", selector), ("labelSelector", selector));
        var path = Type("kubernetes.NonResourceAttributes", ("path", CelType.String), ("verb", CelType.String));
        return Type("kubernetes.SubjectAccessReviewSpec", ("resourceAttributes", resource), ("nonResourceAttributes", path), ("user", CelType.String), ("groups", CelType.ListOf(CelType.String)),
            ("extra", CelType.MapOf(CelType.String, CelType.ListOf(CelType.String))), ("uid", CelType.String));
    }

    private static CelType Type(string name, params (string Name, CelType Type)[] fields) =>
        CelType.Object(name, () => fields.Select(static f => new CelField(f.Name, f.Name, f.Type)));
}
