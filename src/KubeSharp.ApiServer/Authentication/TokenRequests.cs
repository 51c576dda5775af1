using KubeSharp.Api;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Issues tokens of service accounts, bound to a pod, secret or node where the request says so. Source: Managing Service Accounts; KEP-1205.</summary>
public sealed class TokenRequests(IObjects objects, ServiceAccountTokens tokens, AdmissionChain admission, TokenLifetimes lifetimes, TimeProvider time) : PostedKind(time)
{
    private const string Group = "authentication.k8s.io", Kind = "TokenRequest";
    private const int DefaultSeconds = 3600;
    private const int SecondsMin = 600;
    private const long SecondsMax = 1L << 32;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; } = ["serviceaccounts/token"];

    /// <inheritdoc/>
    protected override async ValueTask<ObjectNode> AnswerAsync(RequestScope scope, ApiResource version, ObjectNode value)
    {
        var (ns, name) = (scope.Info.Namespace, scope.Info.Name);
        ObjectEndpoints.CheckNamespace(value, ns);
        value = value.Make("spec", static s => s.Fill("expirationSeconds", DefaultSeconds));
        var request = PostedAdmission.Of(scope, version, name, value, ObjectEndpoints.Context(scope, "CreateOptions"));
        value = await admission.MutateAsync(request, scope.Cancellation).ConfigureAwait(false) ?? value;
        if (value.TextAt("metadata", "name") is { Length: > 0 } named && named != name) { throw Invalid(name, "metadata.name", QuotedText.Go(named), "must match the service account name if specified"); }
        var account = await objects.FindAsync("serviceaccounts", ns, name, scope.Cancellation).ConfigureAwait(false) ?? throw StatusException.NotFound("", "serviceaccounts", name);
        var uid = account.Object("metadata").Text("uid");
        if (value.TextAt("metadata", "uid") is { Length: > 0 } meant && meant != uid) { throw StatusException.Conflict(Group, Kind, name, $"the UID in the token request ({meant}) does not match the UID of the service account ({uid})"); }
        var spec = value.Object("spec");
        if (spec.Items("audiences").Count == 0) { spec = spec.Remove("audiences").Aggregate(ObjectNode.Of(("audiences", new ArrayNode([.. tokens.Audiences.Select(static a => (Node)a)]))), static (all, f) => all.Set(f.Key, f.Value)); }
        var now = Clock.GetUtcNow();
        value = value.Make("metadata", m => m.Set("name", name).Set("namespace", ns).Set("uid", uid).Set("creationTimestamp", Metadata.Time(now))).Set("spec", spec).Remove("status");
        CheckLength(spec);
        await admission.ValidateAsync(request with { Object = value }, scope.Cancellation).ConfigureAwait(false);
        var seconds = spec.Number("expirationSeconds") ?? DefaultSeconds;
        if (lifetimes.SecondsMax is var max and > 0 && seconds > max)
        {
            scope.Warn($"requested expiration of {seconds} seconds shortened to {max} seconds");
            (seconds, spec) = (max, spec.Set("expirationSeconds", max));
        }
        var claims = new ServiceAccountClaims(ns, name, uid)
        {
            Audiences = [.. spec.Texts("audiences")],
            IssuedAt = now,
            Expires = now.AddSeconds(seconds),
            Id = Guid.NewGuid().ToString(),
        };
        claims = await BindAsync(claims, spec.Object("boundObjectRef"), scope.Cancellation).ConfigureAwait(false);
        var told = Metadata.Time(claims.Expires);
        if (lifetimes.IsExtended && claims.BoundKind == "Pod" && seconds == TokenLifetimes.ProjectedSeconds && claims.Audiences.All(tokens.Audiences.Contains)) { claims = claims with { WarnAfter = claims.Expires, Expires = now.AddSeconds(TokenLifetimes.ExtendedSeconds) }; }
        return value.Set("spec", spec).Set("status", ObjectNode.Of(("token", tokens.Issue(claims)), ("expirationTimestamp", told)));
    }

    // Compat: whose token it is, is not told.
    private static void CheckLength(ObjectNode spec)
    {
        var seconds = spec.Number("expirationSeconds") ?? DefaultSeconds;
        if (seconds < SecondsMin) { throw Invalid("", "spec.expirationSeconds", $"{seconds}", "may not specify a duration less than 10 minutes"); }
        if (seconds > SecondsMax) { throw Invalid("", "spec.expirationSeconds", $"{seconds}", "may not specify a duration larger than 2^32 seconds"); }
    }

    private static StatusException Invalid(string name, string field, string value, string rule) => StatusException.Invalid(Group, Kind, name, [new("FieldValueInvalid", $"Invalid value: {value}: {rule}", field)]);

    private async ValueTask<ServiceAccountClaims> BindAsync(ServiceAccountClaims claims, ObjectNode reference, CancellationToken cancellation)
    {
        if (reference.Count == 0) { return claims; }
        var (kind, name, uid) = (reference.Text("kind"), reference.Text("name"), reference.Text("uid"));
        var version = reference.Text("apiVersion");
        var (resource, ns) = version.Contains('/', StringComparison.Ordinal) ? ("", "") : kind switch
        {
            "Pod" => ("pods", claims.Namespace),
            "Secret" => ("secrets", claims.Namespace),
            "Node" => ("nodes", ""),
            _ => ("", ""),
        };
        if (resource.Length == 0) { throw StatusException.BadRequest($"cannot bind token to object of type {(version.Contains('/', StringComparison.Ordinal) ? version : "/" + version)}, Kind={kind}"); }
        var found = await objects.FindAsync(resource, ns, name, cancellation).ConfigureAwait(false) ?? throw StatusException.NotFound("", resource, name);
        var actual = found.Object("metadata").Text("uid");
        if (kind == "Pod" && found.Object("spec").Text("serviceAccountName") != claims.Name) { throw StatusException.BadRequest($"cannot bind token for serviceaccount \"{claims.Name}\" to pod running with different serviceaccount name."); }
        if (uid.Length > 0 && uid != actual) { throw StatusException.Conflict("", kind, name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated"); }
        claims = claims with { BoundKind = kind, BoundName = name, BoundUid = actual };
        if (kind == "Node") { return claims with { NodeName = name, NodeUid = actual }; }
        if (kind != "Pod") { return claims; }
        var node = found.Object("spec").Text("nodeName");
        return node.Length > 0 && objects.Get("nodes", "", node) is { } machine ? claims with { NodeName = node, NodeUid = machine.Object("metadata").Text("uid") } : claims;
    }
}
