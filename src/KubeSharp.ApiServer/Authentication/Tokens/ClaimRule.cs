using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>Something that must hold of a token's claims, or of the user made of them. Source: apiserver.config.k8s.io/v1 ClaimValidationRule and UserValidationRule.</summary>
/// <param name="Claim">The claim that must have <paramref name="Value"/>; empty: an expression is meant.</param>
/// <param name="Value">Its value.</param>
/// <param name="Expression">Must come to true; null: a claim is meant.</param>
/// <param name="Message">Said where it does not; empty: the expression is told.</param>
public sealed record ClaimRule(string Claim, string Value, CelExpression? Expression, string Message)
{
    /// <summary>Reads claimValidationRules and notes what is wrong.</summary>
    public static ImmutableArray<ClaimRule> ReadClaims(ArrayNode rules, FieldPath path, FieldErrors errors)
    {
        var (read, seen) = (ImmutableArray.CreateBuilder<ClaimRule>(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, at) = (rules[i], path.Index(i));
            ConfigurationDocument.CheckFields(rule, at, errors, "claim", "requiredValue", "expression", "message");
            var (claim, expression) = (rule.Text("claim"), rule.Text("expression"));
            switch (claim.Length > 0, expression.Length > 0)
            {
                case (true, true): errors.Invalid(at, claim, "claim and expression can't both be set"); break;
                case (false, false): errors.Required(at, "claim or expression is required"); break;
                case (true, false):
                    if (rule.Text("message").Length > 0) { errors.Invalid(at.Child("message"), rule.Text("message"), "may not be specified when claim is set"); }
                    if (!seen.Add("claim " + claim)) { errors.Duplicate(at.Child("claim"), claim); }
                    read.Add(new(claim, rule.Text("requiredValue"), null, ""));
                    break;
                default:
                    if (rule.Text("requiredValue").Length > 0) { errors.Invalid(at.Child("requiredValue"), rule.Text("requiredValue"), "may not be specified when expression is set"); }
                    if (!seen.Add(expression)) { errors.Duplicate(at.Child("expression"), expression); }
                    else if (Compile(expression, ClaimEnvironment.Claims, at.Child("expression"), errors, CelType.Bool) is { } compiled) { read.Add(new("", "", compiled, rule.Text("message"))); }
                    break;
            }
        }
        return read.ToImmutable();
    }

    /// <summary>Reads userValidationRules and notes what is wrong.</summary>
    public static ImmutableArray<ClaimRule> ReadUsers(ArrayNode rules, FieldPath path, FieldErrors errors)
    {
        var (read, seen) = (ImmutableArray.CreateBuilder<ClaimRule>(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < rules.Count; i++)
        {
            var (expression, at) = (rules[i].Text("expression"), path.Index(i));
            ConfigurationDocument.CheckFields(rules[i], at, errors, "expression", "message");
            if (expression.Length == 0) { errors.Required(at.Child("expression")); }
            else if (!seen.Add(expression)) { errors.Duplicate(at.Child("expression"), expression); }
            else if (Compile(expression, ClaimEnvironment.User, at.Child("expression"), errors, CelType.Bool) is { } compiled) { read.Add(new("", "", compiled, rules[i].Text("message"))); }
        }
        return read.ToImmutable();
    }

    /// <summary>Compiles an expression and notes what is wrong.</summary>
    public static CelExpression? Compile(string expression, CelEnvironment environment, FieldPath path, FieldErrors errors, CelType? expected = null)
    {
        var compiled = CelExpression.Compile(expression, environment, expected);
        if (compiled.Expression is null) { errors.Invalid(path, expression, compiled.IsWrongResult ? compiled.ErrorText : $"compilation failed: {compiled.ErrorText}"); }
        return compiled.Expression;
    }

    /// <summary>What is wrong with the claims; null: nothing.</summary>
    public string? Refuse(ObjectNode claims, CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        if (Expression is not { } expression)
        {
            return claims[Claim] switch
            {
                null => $"oidc: required claim {Claim} not present in ID token",
                StringNode text when text.Value == Value => null,
                StringNode text => $"oidc: required claim {Claim} value does not match. Got = {text.Value}, want = {Value}",
                _ => $"oidc: parse claim {Claim}: it is no text",
            };
        }
        var result = expression.Evaluate(variables, budget, cancellation);
        if (result.Error is { } error) { return $"oidc: error evaluating the validation expression '{expression.Source}': {error}"; }
        return result.IsTrue ? null : $"oidc: error evaluating the validation expression: validation expression '{expression.Source}' failed{(Message.Length > 0 ? ": " + Message : "")}";
    }
}
