using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>What --authentication-config says: whose tokens are taken, and who may be anonymous. Source: Authenticating, structured authentication configuration.</summary>
/// <param name="Issuers">Issuers of tokens.</param>
/// <param name="Anonymous">Anonymous requests; null: --anonymous-auth decides.</param>
public sealed record AuthenticationConfiguration(ImmutableArray<TokenIssuer> Issuers, AnonymousAccess? Anonymous)
{
    private const int IssuersMax = 64;

    /// <summary>Reads a file; <paramref name="ownIssuers"/> are this cluster's, which may not be among them.</summary>
    /// <exception cref="FormatException">All that is wrong with it.</exception>
    public static AuthenticationConfiguration Read(string yaml, ImmutableArray<string> ownIssuers)
    {
        var document = ConfigurationDocument.Read(yaml, "AuthenticationConfiguration", "v1", "v1beta1", "v1alpha1");
        var errors = new FieldErrors();
        ConfigurationDocument.CheckFields(document, null, errors, "kind", "apiVersion", "jwt", "anonymous");
        var path = FieldPath.Of("jwt");
        var items = document.Items("jwt");
        if (items.Count > IssuersMax) { errors.TooMany(path, items.Count, IssuersMax); }
        var issuers = items.OfType<ObjectNode>().Select((item, i) => TokenIssuer.Read(item, path.Index(i), ownIssuers, errors)).ToImmutableArray();
        CheckDuplicates(items, path, errors);
        var anonymous = ReadAnonymous(document, errors);
        ConfigurationDocument.ThrowIfAny(errors);
        return new(issuers, anonymous);
    }

    private static void CheckDuplicates(ArrayNode items, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["url", "discoveryURL"])
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < items.Count; i++)
            {
                var url = items[i].Object("issuer").Text(field);
                if (url.Length > 0 && !seen.Add(url)) { errors.Duplicate(path.Index(i).Child("issuer").Child(field), url); }
            }
        }
    }

    private static AnonymousAccess? ReadAnonymous(ObjectNode document, FieldErrors errors)
    {
        if (!document.Has("anonymous")) { return null; }
        var anonymous = document.Object("anonymous");
        var path = FieldPath.Of("anonymous");
        ConfigurationDocument.CheckFields(anonymous, path, errors, "enabled", "conditions");
        ImmutableArray<string> paths = [.. anonymous.Items("conditions").Select(static c => c.Text("path"))];
        if (!anonymous.IsTrue("enabled") && paths.Length > 0) { errors.Invalid(path.Child("conditions"), anonymous["conditions"], "enabled should be set to true when conditions are defined"); }
        return new(anonymous.IsTrue("enabled"), paths);
    }
}
