using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Decides what users may do. They are asked in order until one decides.</summary>
public interface IAuthorizer
{
    /// <summary>Decides.</summary>
    ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation);

    /// <summary>What it would allow the user in the namespace, as far as that can be listed. Default: nothing.</summary>
    KnownRules RulesFor(UserIdentity user, string ns) => KnownRules.None;
}
