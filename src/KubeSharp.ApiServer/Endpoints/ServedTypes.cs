using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>
/// The media types that upstream's routes are said to produce. Who accepts none of them is told so before anything else is looked at, in the words of
/// upstream's router. Custom resources, which upstream does not route so, are no matter of this. Source: go-restful's choice of a route by Accept.
/// </summary>
internal static class ServedTypes
{
    /// <summary>The forms of an object.</summary>
    public static readonly string[] Formats = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

    /// <summary>The forms of a list, which may be a watch.</summary>
    public static readonly string[] Streamed = [.. Formats, "application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"];

    private static readonly string[] _log = ["text/plain", .. Formats], _version = ["application/json"], _keys = ["application/jwk-set+json"];

    /// <summary>Refuses who accepts nothing that is served at a path that is no resource's: discovery, the version.</summary>
    /// <exception cref="StatusException">406: none of the types is accepted.</exception>
    public static void Require(RequestScope scope)
    {
        switch (RequestPath.Parts(scope.Info.Path))
        {
            case [".well-known", "openid-configuration"]: Require(scope, _version); break;
            case ["openid", "v1", "jwks"]: Require(scope, _keys); break;
            case ["version"]: Require(scope, _version); break;
            // Compat: the list of groups and what is said of one are not routed so; pinned by ServedTypesTests.
            case ["api"] or ["api", _] or ["apis", _, _]: Require(scope, Formats); break;
        }
    }

    /// <summary>The same at a resource that is built in.</summary>
    /// <exception cref="StatusException">406: none of the types is accepted.</exception>
    public static void RequireOfResource(RequestScope scope)
    {
        if (scope.Info.Subresource is "exec" or "attach" or "portforward" or "proxy") { return; }
        Require(scope, scope.Info.Verb is "list" or "watch" ? Streamed : scope.Info.Subresource == "log" ? _log : Formats);
    }

    // Parameters are not looked at, and of ranges only the one of everything.
    private static void Require(RequestScope scope, string[] types)
    {
        var accept = scope.Http.Request.Headers.Accept.ToString();
        if (accept.Length == 0 || accept.Split(',').Select(static a => a.Split(';')[0].Trim()).Any(a => a == "*/*" || types.Contains(a))) { return; }
        throw new StatusException(new Status(406, StatusReason.NotAcceptable, $"406: Not Acceptable\n\nAvailable representations: {string.Join(", ", types)}") { HasEmptyDetails = true });
    }
}
