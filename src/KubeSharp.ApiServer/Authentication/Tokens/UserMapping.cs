using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>How the claims of a token become a user. Pure. Source: apiserver.config.k8s.io/v1 ClaimMappings.</summary>
/// <param name="Username">Its name, one text.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Uid">Its stable id, one text.</param>
/// <param name="Extra">What else is said of it.</param>
public sealed record UserMapping(ClaimSource Username, ClaimSource Groups, ClaimSource Uid, ImmutableArray<(string Key, ClaimSource Value)> Extra)
{
    private const string EmailClaim = "email";
    private const string VerifiedClaim = "email_verified";

    /// <summary>Nobody.</summary>
    public static UserMapping None { get; } = new(ClaimSource.None, ClaimSource.None, ClaimSource.None, []);

    /// <summary>Reads claimMappings and notes what is wrong.</summary>
    public static UserMapping Read(ObjectNode value, FieldPath path, ImmutableArray<ClaimRule> rules, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(value, path, errors, "username", "groups", "uid", "extra");
        var mapping = new UserMapping(
            ClaimSource.Read(value.Object("username"), path.Child("username"), isRequired: true, isPrefixed: true, errors),
            ClaimSource.Read(value.Object("groups"), path.Child("groups"), isRequired: false, isPrefixed: true, errors),
            ClaimSource.Read(value.Object("uid"), path.Child("uid"), isRequired: false, isPrefixed: false, errors),
            ReadExtra(value.Items("extra"), path.Child("extra"), errors));
        IEnumerable<CelExpression?> all = [mapping.Username.Expression, .. mapping.Extra.Select(static e => e.Value.Expression), .. rules.Select(static r => r.Expression)];
        if (mapping.Username.Expression is { } name && name.UsesField("claims", EmailClaim) && !all.Any(static e => e is not null && e.UsesField("claims", VerifiedClaim)))
        {
            errors.Invalid(path.Child("username").Child("expression"), name.Source, "claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression");
        }
        return mapping;
    }

    /// <summary>The user; or what is wrong with the claims.</summary>
    public (UserIdentity? User, string Error) Map(ObjectNode claims, CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        var (names, error) = Username.Find("username", claims, variables, budget, cancellation);
        if (error is not null) { return (null, error); }
        if (names is not [{ Length: > 0 } name]) { return (null, Username.Expression is null ? $"oidc: parse username claims \"{Username.Claim}\": claim not present" : "oidc: empty username via CEL expression is not allowed"); }
        // An address that nobody has verified may be anybody's.
        if (Username.Claim == EmailClaim && claims.Has(VerifiedClaim) && !claims.IsTrue(VerifiedClaim)) { return (null, "oidc: email not verified"); }
        (var groups, error) = Groups.IsGiven ? Groups.Find("groups", claims, variables, budget, cancellation) : ([], null);
        if (error is not null) { return (null, error); }
        (var uids, error) = Uid.IsGiven ? Uid.Find("uid", claims, variables, budget, cancellation) : ([], null);
        if (error is not null || uids.Length > 1) { return (null, error ?? "oidc: error evaluating uid claim expression: it must return a text"); }
        var extra = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (key, source) in Extra)
        {
            (var values, error) = source.Find("extra", claims, variables, budget, cancellation);
            if (error is not null) { return (null, error); }
            if (values.Length > 0) { extra[key] = values; }
        }
        return (new UserIdentity(name, groups) { Uid = uids is [var uid] ? uid : "", Extra = extra.ToImmutable() }, "");
    }

    private static ImmutableArray<(string, ClaimSource)> ReadExtra(ArrayNode items, FieldPath path, FieldErrors errors)
    {
        var (read, seen) = (ImmutableArray.CreateBuilder<(string, ClaimSource)>(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < items.Count; i++)
        {
            var (key, expression, at) = (items[i].Text("key"), items[i].Text("valueExpression"), path.Index(i));
            ConfigurationDocument.CheckFields(items[i], at, errors, "key", "valueExpression");
            CheckKey(key, at.Child("key"), errors);
            if (!seen.Add(key)) { errors.Duplicate(at.Child("key"), key); }
            else if (expression.Length == 0) { errors.Required(at.Child("valueExpression")); }
            else if (ClaimRule.Compile(expression, ClaimEnvironment.Claims, at.Child("valueExpression"), errors) is { } compiled) { read.Add((key, new("", "", compiled))); }
        }
        return read.ToImmutable();
    }

    private static void CheckKey(string key, FieldPath path, FieldErrors errors)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash > 0 ? key[..slash] : "";
        if (key.Length == 0) { errors.Required(path); }
        else if (slash <= 0 || slash == key.Length - 1 || !LabelNames.IsSubdomain(prefix)) { errors.Invalid(path, key, "must be a domain-prefixed path (such as \"acme.io/foo\")"); }
        if (key.Any(char.IsAsciiLetterUpper)) { errors.Invalid(path, key, "must be lowercase"); }
        if ($".{prefix}".EndsWith(".k8s.io", StringComparison.Ordinal) || $".{prefix}".EndsWith(".kubernetes.io", StringComparison.Ordinal)) { errors.Invalid(path, key, "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use"); }
    }
}
