using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Rights over signers: the signer by name, or all of its domain.</summary>
internal static class Signers
{
    /// <summary>Whether the user may approve or sign for the signer.</summary>
    public static async ValueTask<bool> MayAsync(Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed, UserIdentity user, string verb, string signer, CancellationToken cancellation)
    {
        AuthorizationAttributes Ask(string name) => new(user, verb) { Group = "certificates.k8s.io", Version = "*", Resource = "signers", Name = name };
        if (await isAllowed(Ask(signer), cancellation).ConfigureAwait(false)) { return true; }
        return await isAllowed(Ask(signer.Split('/')[0] + "/*"), cancellation).ConfigureAwait(false);
    }
}
