using KubeSharp.ApiServer.Authorization;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>Asks the authorizers and words their refusal.</summary>
public static class Authorizing
{
    /// <summary>What they decide together: the first opinion counts; none is no.</summary>
    public static async ValueTask<AuthorizationDecision> DecideAsync(AuthorizationAttributes asked, IReadOnlyList<IAuthorizer> authorizers, CancellationToken cancellation)
    {
        var reason = "";
        foreach (var authorizer in authorizers)
        {
            var decision = await authorizer.AuthorizeAsync(asked, cancellation).ConfigureAwait(false);
            if (decision.Verdict != AuthorizationVerdict.NoOpinion) { return decision; }
            if (!string.IsNullOrEmpty(decision.Reason)) { reason = reason.Length == 0 ? decision.Reason : $"{reason}\n{decision.Reason}"; }
        }
        return new AuthorizationDecision(AuthorizationVerdict.NoOpinion, reason);
    }

    /// <summary>Throws where it is not allowed.</summary>
    /// <exception cref="StatusException">403.</exception>
    public static async ValueTask RequireAsync(AuthorizationAttributes asked, IReadOnlyList<IAuthorizer> authorizers, CancellationToken cancellation)
    {
        var decision = await DecideAsync(asked, authorizers, cancellation).ConfigureAwait(false);
        if (decision.Verdict == AuthorizationVerdict.Allow) { return; }
        var reason = !string.IsNullOrEmpty(decision.Reason) ? ": " + decision.Reason : "";
        if (!asked.IsResourceRequest) { throw StatusException.Forbidden("", "", "", $"User \"{asked.User.Name}\" cannot {asked.Verb} path \"{asked.Path}\"{reason}"); }
        var resource = asked.Subresource.Length > 0 ? $"{asked.Resource}/{asked.Subresource}" : asked.Resource;
        var place = asked.Namespace.Length > 0 ? $"in the namespace \"{asked.Namespace}\"" : "at the cluster scope";
        throw StatusException.Forbidden(asked.Group, asked.Resource, asked.Name, $"User \"{asked.User.Name}\" cannot {asked.Verb} resource \"{resource}\" in API group \"{asked.Group}\" {place}{reason}");
    }

    /// <summary>What a request asks for.</summary>
    public static AuthorizationAttributes Of(RequestScope scope)
    {
        var info = scope.Info;
        return new AuthorizationAttributes(scope.User, info.Verb)
        {
            IsResourceRequest = info.IsResourceRequest,
            Group = info.Group,
            Version = info.Version,
            Resource = info.Resource,
            Subresource = info.Subresource,
            Namespace = info.Namespace,
            Name = info.Name,
            Path = info.Path,
            Fields = IsSelecting(info.Verb) ? Parsed(scope.Query("fieldSelector"), FieldSelector.Parse, FieldSelector.Everything) : FieldSelector.Everything,
            Labels = IsSelecting(info.Verb) ? Parsed(scope.Query("labelSelector"), LabelSelector.Parse, LabelSelector.Everything) : LabelSelector.Everything,
        };
    }

    private static bool IsSelecting(string verb) => verb is "list" or "watch" or "deletecollection";

    // A selector that is none is refused later, by who reads it; here it asks for everything.
    private static T Parsed<T>(string text, Func<string, T> parse, T everything)
    {
        if (text.Length == 0) { return everything; }
        try { return parse(text); }
        catch (FormatException) { return everything; }
    }
}
