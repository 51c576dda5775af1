using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>
/// One way to say who one is. They are asked in order until one knows; credentials of one sort that do not hold do not keep those of another
/// from counting.
/// </summary>
public interface IAuthenticator
{
    /// <summary>The user, or null where the request bears no credentials of this sort.</summary>
    /// <exception cref="Machinery.Statuses.StatusException">401: it bears credentials of this sort that do not hold; its cause says why, for the log only.</exception>
    ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation);
}
