namespace KubeSharp.ApiServer.Authorization;

/// <summary>Decides what users may do. They are asked in order until one decides.</summary>
public interface IAuthorizer
{
    /// <summary>Decides.</summary>
    ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation);
}
