using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Says whose a token is. Source: API reference of TokenReview.</summary>
public sealed class TokenReviews(ServiceAccountAuthenticator accounts, ImmutableArray<IAuthenticator> authenticators, ImmutableArray<string> audiences, TimeProvider time) : PostedKind(time)
{
    // Compat: what nobody took for a token of theirs.
    private const string NotToken = "invalid bearer token";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; } = ["tokenreviews.authentication.k8s.io/"];

    /// <inheritdoc/>
    protected override async ValueTask<ObjectNode> AnswerAsync(RequestScope scope, ApiResource version, ObjectNode value)
    {
        var token = value.Object("spec").Text("token");
        if (token.Length == 0) { throw StatusException.BadRequest("token is required for TokenReview in authentication"); }
        ImmutableArray<string> wanted = [.. value.Object("spec").Texts("audiences")];
        var (user, claims, error) = accounts.Authenticate(token, wanted.IsEmpty ? audiences : wanted, scope);
        if (user is not null) { return value.Set("status", Status(user, [.. claims!.Audiences.Where((wanted.IsEmpty ? audiences : wanted).Contains)])); }
        var (other, refusal) = await AskOthersAsync(token, scope.Cancellation).ConfigureAwait(false);
        // Those that know no audiences speak for the server's own.
        ImmutableArray<string> shared = wanted.IsEmpty ? audiences : [.. audiences.Where(wanted.Contains)];
        if (other is not null && !shared.IsEmpty) { return value.Set("status", Status(other, shared)); }
        return value.Set("status", ObjectNode.Of(("user", ObjectNode.Empty), ("error", refusal ?? (token.Count('.') == 2 ? error : NotToken))));
    }

    // The others read requests: they get one that bears the token and nothing else.
    private async ValueTask<(UserIdentity? User, string? Refusal)> AskOthersAsync(string token, CancellationToken cancellation)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer " + token;
        string? refusal = null;
        foreach (var authenticator in authenticators.OfType<ITokenAuthenticator>())
        {
            try { if (await authenticator.AuthenticateAsync(context, cancellation).ConfigureAwait(false) is { } user) { return (user, null); } }
            catch (StatusException e) when (e.Is(StatusReason.Unauthorized)) { refusal ??= e.InnerException?.Message; }
        }
        return (null, refusal);
    }

    private static ObjectNode Status(UserIdentity user, ImmutableArray<string> audiences) =>
        ObjectNode.Of(("authenticated", true), ("user", UserNodes.Write(user)), ("audiences", audiences.IsEmpty ? null : new ArrayNode([.. audiences.Select(static a => (Node)a)])));
}
