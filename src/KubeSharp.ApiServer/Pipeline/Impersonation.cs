using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// Acting as somebody else by headers. Who may act as whom, and for what, is asked mode by mode, the narrow ones first; one that holds is enough.
/// Source: User Impersonation; KEP-5284 (constrained impersonation, on by default in v1.36).
/// </summary>
public static class Impersonation
{
    private const string ExtraPrefix = "Impersonate-Extra-";
    private static readonly string[] _headers = ["Impersonate-User", "Impersonate-Uid", "Impersonate-Group"];

    /// <summary>The user to go on as; the same where nothing is asked.</summary>
    /// <exception cref="StatusException">403: not allowed; 400: it is not said who.</exception>
    public static async ValueTask<UserIdentity> ApplyAsync(RequestScope scope, IReadOnlyList<IAuthorizer> authorizers)
    {
        if (Read(scope.Http.Request.Headers) is not { } wanted) { return scope.User; }
        StatusException? refusal = null;
        foreach (var mode in ImpersonationMode.All)
        {
            if (!mode.IsFor(wanted, scope.User)) { continue; }
            try
            {
                var user = await mode.CheckAsync(wanted, scope, authorizers).ConfigureAwait(false);
                Hide(scope.Http.Request.Headers);
                if (mode.IsConstrained) { scope.ImpersonationConstraint = mode.Verb; }
                return user;
            }
            // Compat: the first mode's refusal is told, which is that of the narrowest right.
            catch (StatusException e) when (e.Is(StatusReason.Forbidden)) { refusal ??= e; }
        }
        throw refusal!;
    }

    private static UserIdentity? Read(IHeaderDictionary headers)
    {
        var name = headers["Impersonate-User"].ToString();
        ImmutableArray<string> groups = [.. headers["Impersonate-Group"].OfType<string>()];
        var uid = headers["Impersonate-Uid"].ToString();
        var extra = headers.Where(static h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            .ToImmutableSortedDictionary(static h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..]).ToLowerInvariant(), static h => h.Value.OfType<string>().ToImmutableArray());
        if (name.Length > 0) { return new UserIdentity(name, groups) { Uid = uid, Extra = extra }; }
        return groups.Length + uid.Length + extra.Count == 0 ? null : throw StatusException.BadRequest($"requested groups [{string.Join(' ', groups)}], uid \"{uid}\", extra [{string.Join(' ', extra.Keys)}] without impersonating a user name");
    }

    // What is behind must not learn of it, nor apply it again.
    private static void Hide(IHeaderDictionary headers)
    {
        foreach (var name in _headers) { headers.Remove(name); }
        foreach (var name in headers.Keys.Where(static k => k.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)).ToArray()) { headers.Remove(name); }
    }
}
