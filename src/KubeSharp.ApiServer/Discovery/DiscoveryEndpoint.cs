using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.OpenApi;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Discovery;

/// <summary>/api, /apis and below, /openapi/v2 and /openapi/v3.</summary>
public sealed class DiscoveryEndpoint(DiscoveryDocuments documents, OpenApiDocuments openApi, CacheFeed feed, string serverAddress, TimeProvider time)
{
    private const string AggregatedForm = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>Answers; false where the path is none of these.</summary>
    public async Task<bool> HandleAsync(RequestScope scope)
    {
        var parts = RequestPath.Parts(scope.Info.Path);
        // Who has just changed a definition finds it changed.
        if (parts is ["api" or "apis" or "openapi", ..]) { await feed.CatchUpAsync(scope.Cancellation).ConfigureAwait(false); }
        switch (parts)
        {
            case ["api"]: await ListAsync(scope, documents.AggregatedCore, () => DiscoveryDocuments.CoreVersions(serverAddress)).ConfigureAwait(false); return true;
            case ["apis"]: await ListAsync(scope, documents.AggregatedGroups, documents.GroupList).ConfigureAwait(false); return true;
            case ["api", var version]: return await WroteAsync(scope, documents.Resources("", version)).ConfigureAwait(false);
            case ["apis", var group]: return await WroteAsync(scope, documents.Group(group)).ConfigureAwait(false);
            case ["apis", var group, var version]: return await WroteAsync(scope, documents.Resources(group, version)).ConfigureAwait(false);
            case ["openapi", "v2"] when scope.Info.Path[^1] != '/':
                scope.Http.Response.Headers.AcceptRanges = "bytes";
                scope.Http.Response.Headers.Append("Vary", "Accept-Encoding");
                await WriteOpenApiAsync(scope, OpenApiProtobuf.MediaType, OpenApiProtobuf.OldMediaType, () => openApi.V2, () => openApi.V2Protobuf).ConfigureAwait(false);
                return true;
            case ["openapi", "v3"] when scope.Info.Path[^1] != '/':
                // Compat: as upstream guesses what its index is; pinned by ServedTypesTests.
                scope.Http.Response.Headers.AcceptRanges = "bytes";
                await WriteTaggedAsync(scope, openApi.Index, "text/plain; charset=utf-8").ConfigureAwait(false);
                return true;
            case ["openapi", "v3", ..]:
                await DocumentAsync(scope, scope.Info.Path["/openapi/v3/".Length..]).ConfigureAwait(false);
                return true;
            default: return false;
        }
    }

    /// <summary>Whether the version of the group is served.</summary>
    public bool Serves(string group, string version) => documents.Resources(group, version) is not null;

    private static async Task ListAsync(RequestScope scope, (byte[] Json, string Hash) aggregated, Func<ObjectNode> plain)
    {
        if (MediaType.NegotiateDiscovery(scope.Http.Request.Headers.Accept.ToString()) is not { Form: AnswerForm.Aggregated } media)
        {
            await Answer.WriteAsync(scope.Http, 200, plain(), Answer.Accepted(scope, false, true)).ConfigureAwait(false);
            return;
        }
        scope.Http.Response.Headers.Vary = "Accept";
        scope.Http.Response.Headers.CacheControl = "public";
        // Who wants it otherwise than nearly all do has it made for him.
        aggregated.Json = media.IsYaml ? Encoding.UTF8.GetBytes(Yaml.Write(FieldOrder.Sorted(Node.Parse(aggregated.Json)))) : [.. aggregated.Json, (byte)'\n'];
        await WriteTaggedAsync(scope, aggregated, media.Name + AggregatedForm).ConfigureAwait(false);
    }

    // Under its hash a document never changes, and who asks for another is led to the one there is.
    private async Task DocumentAsync(RequestScope scope, string path)
    {
        var response = scope.Http.Response;
        if (openApi.V3(path) is not var (json, tag))
        {
            // Compat: without a word; pinned by OddRequestTests.
            response.Headers.Vary = "Accept";
            response.StatusCode = 404;
            return;
        }
        if (scope.Query("hash") is { Length: > 0 } hash)
        {
            if (hash != tag)
            {
                response.Headers.Vary = "Accept";
                response.Headers.ETag = $"\"{tag}\"";
                response.Headers.Location = $"/openapi/v3/{path}?hash={tag}";
                response.StatusCode = 301;
                return;
            }
            response.Headers.CacheControl = "public, immutable";
            response.Headers.Expires = time.GetUtcNow().AddYears(1).ToString("R", CultureInfo.InvariantCulture);
        }
        response.Headers.AcceptRanges = "bytes";
        await WriteOpenApiAsync(scope, OpenApiProtobuf.V3MediaType, OpenApiProtobuf.OldV3MediaType, () => (json, tag), () => (openApi.V3Protobuf(path, json, tag), tag)).ConfigureAwait(false);
    }

    private static Task WriteOpenApiAsync(RequestScope scope, string protobuf, string oldProtobuf, Func<(byte[] Json, string Hash)> json, Func<(byte[] Message, string Hash)> message)
    {
        scope.Http.Response.Headers.Append("Vary", "Accept");
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
        await Answer.WriteAsync(scope.Http, 200, document, Answer.Accepted(scope, false, true)).ConfigureAwait(false);
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
