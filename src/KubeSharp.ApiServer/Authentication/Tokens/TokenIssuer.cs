using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>An issuer of tokens and how they become users. Source: apiserver.config.k8s.io/v1 JWTAuthenticator.</summary>
/// <param name="Url">Its name, the claim iss.</param>
public sealed record TokenIssuer(string Url)
{
    private const string WellKnown = "/.well-known/openid-configuration";

    /// <summary>Where its discovery document is.</summary>
    public string DiscoveryUrl { get; private init; } = "";
    /// <summary>Who signs its serving certificate, PEM; empty: the authorities of the system.</summary>
    public string Authorities { get; private init; } = "";
    /// <summary>A token must be meant for one of them.</summary>
    public ImmutableArray<string> Audiences { get; private init; } = [];
    /// <summary>Algorithms of signatures that are taken; default all that are known.</summary>
    public ImmutableArray<string> Algorithms { get; init; } = Pki.Tokens.WebKey.Algorithms;
    /// <summary>What must hold of the claims.</summary>
    public ImmutableArray<ClaimRule> ClaimRules { get; private init; } = [];
    /// <summary>How claims become a user.</summary>
    public UserMapping Mapping { get; private init; } = UserMapping.None;
    /// <summary>What must hold of the user.</summary>
    public ImmutableArray<ClaimRule> UserRules { get; private init; } = [];

    /// <summary>Reads one and notes what is wrong.</summary>
    public static TokenIssuer Read(ObjectNode value, FieldPath path, ImmutableArray<string> ownIssuers, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(value, path, errors, "issuer", "claimValidationRules", "claimMappings", "userValidationRules");
        var (issuer, at) = (value.Object("issuer"), path.Child("issuer"));
        ConfigurationDocument.CheckFields(issuer, at, errors, "url", "discoveryURL", "certificateAuthority", "audiences", "audienceMatchPolicy", "egressSelectorType");
        var (url, discovery) = (issuer.Text("url"), issuer.Text("discoveryURL"));
        if (url.Length == 0) { errors.Required(at.Child("url")); }
        else { CheckUrl(url, at.Child("url"), errors); }
        if (url.Length > 0 && ownIssuers.Contains(url)) { errors.Invalid(at.Child("url"), url, $"URL must not overlap with disallowed issuers: [{string.Join(' ', ownIssuers)}]"); }
        if (discovery.Length > 0) { CheckUrl(discovery, at.Child("discoveryURL"), errors); }
        if (discovery.Length > 0 && discovery.TrimEnd('/') == url.TrimEnd('/')) { errors.Invalid(at.Child("discoveryURL"), discovery, "discoveryURL must be different from URL"); }
        CheckAudiences(issuer, at, errors);
        if (issuer.Text("certificateAuthority") is { Length: > 0 } pem && !IsPem(pem)) { errors.Invalid(at.Child("certificateAuthority"), "<omitted>", "data does not contain any valid RSA or ECDSA certificates"); }
        if (issuer.Text("egressSelectorType").Length > 0) { errors.Invalid(at.Child("egressSelectorType"), issuer["egressSelectorType"], "egress selector is not supported: the server has no --egress-selector-config-file"); }
        var claimRules = ClaimRule.ReadClaims(value.Items("claimValidationRules"), path.Child("claimValidationRules"), errors);
        return new(url)
        {
            DiscoveryUrl = discovery.Length > 0 ? discovery : url.TrimEnd('/') + WellKnown,
            Authorities = issuer.Text("certificateAuthority"),
            Audiences = [.. issuer.Texts("audiences")],
            ClaimRules = claimRules,
            Mapping = UserMapping.Read(value.Object("claimMappings"), path.Child("claimMappings"), claimRules, errors),
            UserRules = ClaimRule.ReadUsers(value.Items("userValidationRules"), path.Child("userValidationRules"), errors),
        };
    }

    private static void CheckUrl(string url, FieldPath path, FieldErrors errors)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            errors.Invalid(path, url, "URL scheme must be https");
            return;
        }
        if (uri.Scheme != Uri.UriSchemeHttps) { errors.Invalid(path, url, "URL scheme must be https"); }
        if (uri.UserInfo.Length > 0) { errors.Invalid(path, url, "URL must not contain a username or password"); }
        if (uri.Query.Length > 0) { errors.Invalid(path, url, "URL must not contain a query"); }
        if (uri.Fragment.Length > 0) { errors.Invalid(path, url, "URL must not contain a fragment"); }
    }

    private static void CheckAudiences(ObjectNode issuer, FieldPath path, FieldErrors errors)
    {
        var (audiences, policy) = (issuer.Texts("audiences").ToArray(), issuer.Text("audienceMatchPolicy"));
        if (audiences.Length == 0)
        {
            errors.Required(path.Child("audiences"), $"at least one {path.Child("audiences")} is required");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, audience) in audiences.Index())
        {
            if (audience.Length == 0) { errors.Required(path.Child("audiences").Index(i)); }
            if (!seen.Add(audience)) { errors.Duplicate(path.Child("audiences").Index(i), audience); }
        }
        if (audiences.Length > 1 && policy != "MatchAny") { errors.Invalid(path.Child("audienceMatchPolicy"), policy, "audienceMatchPolicy must be MatchAny for multiple audiences"); }
        if (audiences.Length == 1 && policy is not ("" or "MatchAny")) { errors.Invalid(path.Child("audienceMatchPolicy"), policy, "audienceMatchPolicy must be empty or MatchAny for single audience"); }
    }

    private static bool IsPem(string pem)
    {
        var found = new X509Certificate2Collection();
        try { found.ImportFromPem(pem); }
        catch (CryptographicException) { return false; }
        return found.Count > 0;
    }
}
