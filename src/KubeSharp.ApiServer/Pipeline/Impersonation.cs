using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>Acting as somebody else by headers, each part of whom one must be allowed to be. Source: Authenticating, user impersonation.</summary>
public static class Impersonation
{
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <summary>The user to go on as; the same where nothing is asked.</summary>
    /// <exception cref="StatusException">403: not allowed.</exception>
    public static async ValueTask<UserIdentity> ApplyAsync(RequestScope scope, IReadOnlyList<IAuthorizer> authorizers)
    {
        var headers = scope.Http.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].OfType<string>().ToImmutableArray();
        var uid = headers["Impersonate-Uid"].ToString();
        var extra = headers.Where(static h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            .ToImmutableSortedDictionary(static h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..]).ToLowerInvariant(), static h => h.Value.OfType<string>().ToImmutableArray());
        if (name.Length == 0)
        {
            if (groups.Length + uid.Length + extra.Count > 0) { throw StatusException.Internal($"requested {groups} without impersonating a user"); }
            return scope.User;
        }
        var isAccount = name.Split(':') is ["system", "serviceaccount", _, _];
        await RequireAsync(scope, authorizers, isAccount ? "serviceaccounts" : "users", isAccount ? name.Split(':')[3] : name, isAccount ? name.Split(':')[2] : "", "").ConfigureAwait(false);
        foreach (var group in groups) { await RequireAsync(scope, authorizers, "groups", group, "", "").ConfigureAwait(false); }
        if (uid.Length > 0) { await RequireAsync(scope, authorizers, "uids", uid, "", "authentication.k8s.io").ConfigureAwait(false); }
        foreach (var (key, values) in extra)
        {
            foreach (var value in values) { await RequireAsync(scope, authorizers, "userextras", value, "", "authentication.k8s.io", key).ConfigureAwait(false); }
        }
        if (isAccount && groups.IsEmpty) { groups = ["system:serviceaccounts", $"system:serviceaccounts:{name.Split(':')[2]}"]; }
        var last = name == UserIdentity.Anonymous.Name ? "system:unauthenticated" : "system:authenticated";
        return new UserIdentity(name, groups.Contains(last) ? groups : groups.Add(last)) { Uid = uid, Extra = extra };
    }

    private static async ValueTask RequireAsync(RequestScope scope, IReadOnlyList<IAuthorizer> authorizers, string resource, string name, string ns, string group, string subresource = "")
    {
        var asked = new AuthorizationAttributes(scope.User, "impersonate") { Group = group, Version = "v1", Resource = resource, Subresource = subresource, Namespace = ns, Name = name };
        await Authorizing.RequireAsync(asked, authorizers, scope.Cancellation).ConfigureAwait(false);
    }
}
