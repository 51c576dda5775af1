using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.OpenApi;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Discovery;

/// <summary>/api, /apis and below, /openapi/v2 and /openapi/v3.</summary>
public sealed class DiscoveryEndpoint(DiscoveryDocuments documents, OpenApiDocuments openApi, CacheFeed feed, string serverAddress)
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>Answers; false where the path is none of these.</summary>
    public async Task<bool> HandleAsync(RequestScope scope)
    {
        var parts = scope.Info.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // Who has just changed a definition finds it changed.
        if (parts is ["api" or "apis" or "openapi", ..]) { await feed.CatchUpAsync(scope.Cancellation).ConfigureAwait(false); }
        switch (parts)
        {
            case ["api"]: await ListAsync(scope, documents.AggregatedCore, () => DiscoveryDocuments.CoreVersions(serverAddress)).ConfigureAwait(false); return true;
            case ["apis"]: await ListAsync(scope, documents.AggregatedGroups, documents.GroupList).ConfigureAwait(false); return true;
            case ["api", var version]: return await WroteAsync(scope, documents.Resources("", version)).ConfigureAwait(false);
            case ["apis", var group]: return await WroteAsync(scope, documents.Group(group)).ConfigureAwait(false);
            case ["apis", var group, var version]: return await WroteAsync(scope, documents.Resources(group, version)).ConfigureAwait(false);
            case ["openapi", "v2"]: await WriteOpenApiAsync(scope, OpenApiProtobuf.MediaType, OpenApiProtobuf.OldMediaType, () => openApi.V2, () => openApi.V2Protobuf).ConfigureAwait(false); return true;
            case ["openapi", "v3"]: await WriteTaggedAsync(scope, openApi.Index, "application/json").ConfigureAwait(false); return true;
            case ["openapi", "v3", .. var rest]:
                var path = string.Join('/', rest);
                if (openApi.V3(path) is not { } found) { return false; }
                await WriteOpenApiAsync(scope, OpenApiProtobuf.V3MediaType, OpenApiProtobuf.OldV3MediaType, () => found, () => openApi.V3Protobuf(path, found)).ConfigureAwait(false);
                return true;
            default: return false;
        }
    }

    /// <summary>Whether the version of the group is served.</summary>
    public bool Serves(string group, string version) => documents.Resources(group, version) is not null;

    private static async Task ListAsync(RequestScope scope, (byte[] Json, string Hash) aggregated, Func<ObjectNode> plain)
    {
        var accepts = scope.Http.Request.Headers.Accept.ToString();
        scope.Http.Response.Headers.Vary = "Accept";
        if (accepts.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal) && accepts.Contains("v=v2;", StringComparison.Ordinal)
            || accepts.Contains("v=v2,", StringComparison.Ordinal) || accepts.EndsWith("v=v2", StringComparison.Ordinal))
        {
            await WriteTaggedAsync(scope, aggregated, AggregatedType).ConfigureAwait(false);
            return;
        }
        await Answer.WriteAsync(scope.Http, 200, plain(), Answer.Accepted(scope, false).IsYaml).ConfigureAwait(false);
    }

    private static Task WriteOpenApiAsync(RequestScope scope, string protobuf, string oldProtobuf, Func<(byte[] Json, string Hash)> json, Func<(byte[] Message, string Hash)> message)
    {
        scope.Http.Response.Headers.Vary = "Accept";
        var accepts = scope.Http.Request.Headers.Accept.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var type in accepts.Select(static a => a.Split(';')[0]).DefaultIfEmpty("*/*"))
        {
            if (type == protobuf || type == oldProtobuf) { return WriteTaggedAsync(scope, message(), protobuf); }
            if (type is "application/json" or "application/*" or "*/*") { return WriteTaggedAsync(scope, json(), "application/json"); }
        }
        // Compat: without a word; pinned by OpenApiProtobufTests.
        scope.Http.Response.StatusCode = 406;
        return Task.CompletedTask;
    }

    private static async Task<bool> WroteAsync(RequestScope scope, ObjectNode? document)
    {
        if (document is null) { return false; }
        await Answer.WriteAsync(scope.Http, 200, document, MediaType.Negotiate(scope.Http.Request.Headers.Accept.ToString(), false)?.IsYaml ?? false).ConfigureAwait(false);
        return true;
    }

    private static async Task WriteTaggedAsync(RequestScope scope, (byte[] Json, string Hash) document, string type)
    {
        var response = scope.Http.Response;
        var tag = $"\"{document.Hash}\"";
        response.Headers.ETag = tag;
        if (scope.Http.Request.Headers.IfNoneMatch.Contains(tag))
        {
            response.StatusCode = 304;
            return;
        }
        response.ContentType = type;
        response.ContentLength = document.Json.Length;
        await response.BodyWriter.WriteAsync(document.Json, scope.Cancellation).ConfigureAwait(false);
    }
}
