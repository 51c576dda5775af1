using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>One way to say who one is. They are asked in order until one knows.</summary>
public interface IAuthenticator
{
    /// <summary>The user, or null where the request bears no credentials of this sort.</summary>
    /// <exception cref="Machinery.Statuses.StatusException">401: it bears credentials of this sort that do not hold.</exception>
    ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation);
}
