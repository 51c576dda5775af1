namespace KubeSharp.ApiServer.Authorization;

/// <summary>system:masters may do everything, whatever the roles say.</summary>
public sealed class MastersAuthorizer : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation) =>
        new(attributes.User.Groups.Contains("system:masters") ? new AuthorizationDecision(AuthorizationVerdict.Allow) : new AuthorizationDecision(AuthorizationVerdict.NoOpinion));
}
