using System.Collections.Frozen;
using KubeSharp.Api;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Discovery;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>Brings an authorized request to the endpoint that answers it.</summary>
public sealed class RequestDispatch(
    Func<ResourceTable> table, RemoteProxy remotes, DiscoveryEndpoint discovery, ServerEndpoints server, ObjectEndpoints objects, ListEndpoint lists, WatchEndpoint watches, IEnumerable<ISubresource> subresources, StageMetrics stages)
{
    private readonly FrozenDictionary<string, ISubresource> _subresources =
        subresources.SelectMany(static s => s.Paths.Select(p => KeyValuePair.Create(p, s))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Answers.</summary>
    public async Task HandleAsync(RequestScope scope)
    {
        // Compat: nothing begins so, though it is authorized as if the second slash were not there; pinned by PathTests.
        if (scope.Info.Path.StartsWith("//", StringComparison.Ordinal))
        {
            await Answer.NoPageAsync(scope.Http).ConfigureAwait(false);
            return;
        }
        if (await remotes.HandleAsync(scope).ConfigureAwait(false)) { return; }
        if (!scope.Info.IsResourceRequest)
        {
            if (scope.Info.Verb != "get" && IsReadOnly(scope)) { throw StatusException.MethodNotAllowed(); }
            ServedTypes.Require(scope);
            if (await discovery.HandleAsync(scope).ConfigureAwait(false) || await server.HandleAsync(scope).ConfigureAwait(false)) { return; }
            if (IsBelowServed(scope)) { throw StatusException.NoSuchPath(); }
            await Answer.NoPageAsync(scope.Http).ConfigureAwait(false);
            return;
        }
        var info = scope.Info;
        // Compat: a stream cannot be tried.
        if (info.Subresource is "exec" or "attach" or "portforward" or "proxy" && scope.Http.Request.Query.ContainsKey("dryRun")) { throw StatusException.BadRequest("dryRun is not supported"); }
        if (table().Find(info.Group, info.Version, info.Resource) is not var (definition, version))
        {
            if (discovery.Serves(info.Group, info.Version) || IsBelowServed(scope)) { throw StatusException.NoSuchPath(); }
            await Answer.NoPageAsync(scope.Http).ConfigureAwait(false);
            return;
        }
        if (IsUnknownPart(info, definition, version)) { throw StatusException.NoSuchPath(); }
        if (!IsRouted(scope, definition)) { throw StatusException.MethodNotAllowed(); }
        if (definition.StoredForm is null) { ServedTypes.RequireOfResource(scope); }
        // A namespace's own path names it twice.
        if (!definition.IsNamespaced && info.Namespace.Length > 0 && definition.Name != "namespaces") { throw StatusException.NoSuchPath(); }
        if (definition.IsNamespaced && info.Namespace.Length == 0 && (info.Verb is not ("list" or "watch") || !version.Verbs.Contains("list")) && info.Subresource.Length == 0)
        {
            if (info.Path.Contains("/namespaces//", StringComparison.Ordinal) && info.Name.Length > 0) { throw StatusException.BadRequest("Namespace parameter required."); }
            if (definition.StoredForm is null) { throw info.Name.Length == 0 && version.Verbs.Contains("list") ? StatusException.MethodNotAllowed() : StatusException.NoSuchPath(); }
            await Answer.NoPageAsync(scope.Http).ConfigureAwait(false);
            return;
        }
        if ((definition.Deprecation ?? DeprecatedVersions.Warning(version)) is { } warning)
        {
            scope.Warn(warning);
            stages.Deprecated(info);
        }
        await ResourceAsync(scope, definition, version).ConfigureAwait(false);
    }

    private Task ResourceAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        var info = scope.Info;
        if (info.Subresource.Length > 0 && info.Subresource != "status")
        {
            if (ResourceDefinition.Subresource(version, info.Subresource) is not { } part) { throw StatusException.NoSuchPath(); }
            if (info.Verb.Length > 0 && !part.Verbs.Contains(info.Verb)) { throw StatusException.MethodNotAllowed(); }
            return Subresource($"{definition.Name}/{info.Subresource}") is { } found ? found.HandleAsync(scope, definition, version)
                : _subresources.GetValueOrDefault($"*/{info.Subresource}")?.HandleAsync(scope, definition, version) ?? throw StatusException.MethodNotAllowed();
        }
        if (info.Subresource == "status" && ResourceDefinition.Subresource(version, "status") is null) { throw StatusException.NoSuchPath(); }
        if (Subresource(definition.Name + "/") is { } unstored) { return unstored.HandleAsync(scope, definition, version); }
        var isStatus = info.Subresource == "status";
        var verbs = isStatus ? ResourceDefinition.Subresource(version, "status")!.Verbs : version.Verbs;
        if (!verbs.Contains(info.Verb)) { throw StatusException.MethodNotAllowed(); }
        if (info.Verb is "get" or "patch" or "delete" && Metadata.NameError(info.Name, NameRule.PathSegment) is { } wrong) { throw StatusException.BadRequest($"Name parameter invalid: {new StringNode(info.Name)}: {wrong}"); }
        if (definition.IsTerminating && info.Verb == "create") { throw StatusException.MethodNotAllowed("create not allowed while custom resource definition is terminating"); }
        return info.Verb switch
        {
            "get" => objects.GetAsync(scope, definition, version),
            "list" => lists.HandleAsync(scope, definition, version),
            "watch" => watches.HandleAsync(scope, definition, version),
            "create" => objects.CreateAsync(scope, definition, version),
            "update" => objects.UpdateAsync(scope, definition, version),
            "patch" => objects.PatchAsync(scope, definition, version),
            "delete" => objects.DeleteAsync(scope, definition, version),
            _ => objects.DeleteCollectionAsync(scope, definition, version),
        };
    }

    // Compat: one object is watched by its namespace's path only; pinned by OddRequestTests.
    private static bool IsUnknownPart(RequestInfo info, ResourceDefinition definition, ApiResource version) => definition.StoredForm is null
        && ((info.Subresource.Length > 0 && ResourceDefinition.Subresource(version, info.Subresource) is null)
            || (info.Verb == "watch" && definition.IsNamespaced && info.Namespace.Length == 0 && RequestPath.Parts(info.Path) is ["api", _, "watch", _, _] or ["apis", _, _, "watch", _, _]));

    // A path of an object is not posted to, one of a collection neither replaced nor patched; only what is passed on takes every method.
    private static bool IsRouted(RequestScope scope, ResourceDefinition definition)
    {
        var info = scope.Info;
        if (info.Subresource == "proxy") { return true; }
        if (info.Verb.Length == 0 || IsHead(scope)) { return false; }
        return info.Subresource.Length > 0 || definition.StoredForm is not null || info.Verb switch
        {
            "create" => info.Name.Length == 0,
            "update" or "patch" => info.Name.Length > 0,
            _ => true,
        };
    }

    // What upstream routes by method; its plain pages (health, metrics, OpenAPI, the groups) take every one.
    private static bool IsReadOnly(RequestScope scope) => Parts(scope) switch { ["api"] or ["api", _] or ["version"] or ["openid", "v1", "jwks"] or [".well-known", "openid-configuration"] => true, ["apis", var group, _] => IsBuiltIn(group), _ => false };

    // Compat: below what is routed so nothing is said otherwise than of a resource that is not there; pinned by OddRequestTests.
    private static bool IsBelowServed(RequestScope scope) => Parts(scope) switch { ["api", ..] => true, ["apis", var group, _, ..] => IsBuiltIn(group), _ => false };

    private static string[] Parts(RequestScope scope) => RequestPath.Parts(scope.Info.Path);

    private static bool IsBuiltIn(string group) => ApiResources.All.Any(r => r.Group == group);

    private static bool IsHead(RequestScope scope) => HttpMethods.IsHead(scope.Http.Request.Method);

    private ISubresource? Subresource(string path) => _subresources.GetValueOrDefault(path);
}
