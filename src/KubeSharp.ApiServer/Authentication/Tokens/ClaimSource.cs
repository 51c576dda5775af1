using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>Where a part of a user comes from: a claim, with something put before it, or an expression. Source: apiserver.config.k8s.io/v1 PrefixedClaimOrExpression.</summary>
/// <param name="Claim">The claim; empty: none.</param>
/// <param name="Prefix">Put before its value.</param>
/// <param name="Expression">The expression; null: none.</param>
public sealed record ClaimSource(string Claim, string Prefix, CelExpression? Expression)
{
    /// <summary>It comes from nowhere.</summary>
    public static ClaimSource None { get; } = new("", "", null);

    /// <summary>It comes from somewhere.</summary>
    public bool IsGiven => Claim.Length > 0 || Expression is not null;

    /// <summary>Reads one and notes what is wrong; <paramref name="isPrefixed"/>: a claim must come with a prefix.</summary>
    public static ClaimSource Read(ObjectNode value, FieldPath path, bool isRequired, bool isPrefixed, FieldErrors errors)
    {
        if (isPrefixed) { ConfigurationDocument.CheckFields(value, path, errors, "claim", "prefix", "expression"); }
        else { ConfigurationDocument.CheckFields(value, path, errors, "claim", "expression"); }
        var (claim, expression) = (value.Text("claim"), value.Text("expression"));
        if (claim.Length > 0 && expression.Length > 0) { errors.Invalid(path, "", "claim and expression can't both be set"); }
        else if (claim.Length == 0 && expression.Length == 0 && isRequired) { errors.Required(path, "claim or expression is required"); }
        else if (expression.Length > 0)
        {
            if (value.Has("prefix")) { errors.Invalid(path.Child("prefix"), value["prefix"], "may not be specified when expression is set"); }
            return new("", "", ClaimRule.Compile(expression, ClaimEnvironment.Claims, path.Child("expression"), errors));
        }
        else if (claim.Length > 0 && isPrefixed && !value.Has("prefix")) { errors.Required(path.Child("prefix"), "prefix is required when claim is set. It can be set to an empty string to disable prefixing"); }
        return new(claim, value.Text("prefix"), null);
    }

    /// <summary>The texts it comes to, the prefix before each; or what is wrong.</summary>
    public (ImmutableArray<string> Texts, string? Error) Find(string what, ObjectNode claims, CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        if (Expression is { } expression)
        {
            var result = expression.Evaluate(variables, budget, cancellation);
            return result.Error is { } error ? ([], $"oidc: error evaluating {what} claim expression: {error}") : Texts(result.Value, what);
        }
        return claims[Claim] switch
        {
            null or NullNode or StringNode { Value.Length: 0 } => ([], null),
            StringNode text => ([Prefix + text.Value], null),
            ArrayNode items when items.All(static i => i is StringNode) => ([.. items.OfType<StringNode>().Select(i => Prefix + i.Value)], null),
            _ => ([], $"oidc: parse {what} claim \"{Claim}\": it is neither a text nor a list of texts"),
        };
    }

    private static (ImmutableArray<string>, string?) Texts(CelValue? value, string what)
    {
        if (value is CelOptional optional) { value = optional.Value; }
        switch (value)
        {
            case null or CelNull: return ([], null);
            case CelString text: return (text.Value.Length == 0 ? [] : [text.Value], null);
            case CelList list:
                var texts = ImmutableArray.CreateBuilder<string>();
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is not CelString item) { return ([], $"oidc: error evaluating {what} claim expression: it must return a text or a list of texts"); }
                    if (item.Value.Length > 0) { texts.Add(item.Value); }
                }
                return (texts.ToImmutable(), null);
            default: return ([], $"oidc: error evaluating {what} claim expression: it must return a text or a list of texts");
        }
    }
}
