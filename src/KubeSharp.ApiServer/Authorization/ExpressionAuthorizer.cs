using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Answers what expressions ask about the rights of who makes the request, or of a service account.</summary>
public sealed class ExpressionAuthorizer(UserIdentity user, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed, CancellationToken cancellation) : ICelAuthorizer
{
    /// <inheritdoc/>
    public CelDecision Decide(CelAccess access)
    {
        var who = access.ServiceAccount.Length == 0 ? user : new UserIdentity($"system:serviceaccount:{access.ServiceAccountNamespace}:{access.ServiceAccount}", ["system:serviceaccounts", $"system:serviceaccounts:{access.ServiceAccountNamespace}", "system:authenticated"]);
        var asked = new AuthorizationAttributes(who, access.Verb)
        {
            IsResourceRequest = access.Path is null,
            Path = access.Path ?? "",
            Group = access.Group,
            Version = "*",
            Resource = access.Resource,
            Subresource = access.Subresource,
            Namespace = access.Namespace,
            Name = access.Name,
        };
        // Expressions are evaluated in one go; all but webhook authorizers answer at once.
        return new CelDecision(isAllowed(asked, cancellation).AsTask().GetAwaiter().GetResult(), "", null);
    }
}
