using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The OpenAPI documents, each made when it is first asked for. Source: The Kubernetes API, OpenAPI interface definition.</summary>
public sealed class OpenApiDocuments(ResourceTable table, string version)
{
    private readonly ConcurrentDictionary<string, (byte[] Json, string Hash)> _made = new(StringComparer.Ordinal);
    private readonly Lazy<(byte[] Json, string Hash)> _v2 = new(() => Hashed(MakeV2(table, version)));

    /// <summary>/openapi/v2: everything in one.</summary>
    public (byte[] Json, string Hash) V2 => _v2.Value;

    /// <summary>/openapi/v3: which documents there are, each with its hash.</summary>
    public (byte[] Json, string Hash) Index => _made.GetOrAdd("", static (_, self) => Hashed(self.MakeIndex()), this);

    /// <summary>/openapi/v3/PATH, as api/v1 or apis/apps/v1; null where there is none.</summary>
    public (byte[] Json, string Hash)? V3(string path)
    {
        var resources = Of(path);
        return resources.IsEmpty ? null : _made.GetOrAdd(path, _ => Hashed(MakeV3(resources)));
    }

    private ObjectNode MakeIndex()
    {
        var paths = new ObjectNode.Builder();
        foreach (var path in table.Definitions.SelectMany(static d => d.Versions).Select(PathOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            // The hash is of what the document is made from, so that asking for the index does not make them all.
            var hash = Convert.ToHexString(SHA512.HashData(System.Text.Encoding.UTF8.GetBytes(version + string.Join(',', Of(path).Select(static r => r.ToString())))));
            paths.Set(path, ObjectNode.Of(("serverRelativeURL", $"/openapi/v3/{path}?hash={hash}")));
        }
        return ObjectNode.Of(("paths", paths.ToNode()));
    }

    private ObjectNode MakeV3(ImmutableArray<ApiResource> resources)
    {
        var schemas = new SchemaNodes("#/components/schemas/", isV3: true);
        var paths = OperationNodes.Paths(resources, schemas, isV3: true);
        return ObjectNode.Of(("openapi", "3.0.0"), ("info", ObjectNode.Of(("title", "Kubernetes"), ("version", version))), ("paths", paths), ("components", ObjectNode.Of(("schemas", schemas.All()))));
    }

    private static ObjectNode MakeV2(ResourceTable table, string version)
    {
        var schemas = new SchemaNodes("#/definitions/", isV3: false);
        var paths = OperationNodes.Paths([.. table.Definitions.SelectMany(static d => d.Versions)], schemas, isV3: false);
        return ObjectNode.Of(("swagger", "2.0"), ("info", ObjectNode.Of(("title", "Kubernetes"), ("version", version))), ("paths", paths), ("definitions", schemas.All()));
    }

    private ImmutableArray<ApiResource> Of(string path) => [.. table.Definitions.SelectMany(static d => d.Versions).Where(v => PathOf(v) == path)];

    private static string PathOf(ApiResource resource) => resource.Group.Length == 0 ? $"api/{resource.Version}" : $"apis/{resource.Group}/{resource.Version}";

    private static (byte[], string) Hashed(ObjectNode document)
    {
        var json = document.ToUtf8();
        return (json, Convert.ToHexString(SHA512.HashData(json)));
    }
}
