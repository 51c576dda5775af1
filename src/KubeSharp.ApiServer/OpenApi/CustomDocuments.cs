using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The OpenAPI documents of a group of custom resources, made when they are first asked for.</summary>
internal sealed class CustomDocuments
{
    private readonly ConcurrentDictionary<string, (byte[], string)> _made = new(StringComparer.Ordinal);
    private readonly ImmutableDictionary<string, ImmutableArray<ResourceDefinition>> _byPath;
    private readonly Lazy<ImmutableArray<(string Path, string Hash)>> _hashes;
    private readonly Lazy<(byte[] Paths, byte[] Definitions)> _v2;
    private readonly string _version;

    public CustomDocuments(CustomGroup group, string version)
    {
        _version = version;
        var served = group.Resources.Values.SelectMany(static d => d).Where(static d => d.IsServed).ToImmutableArray();
        _byPath = served.GroupBy(static d => OpenApiDocuments.PathOf(d.Storage)).ToImmutableDictionary(static g => g.Key, static g => g.ToImmutableArray(), StringComparer.Ordinal);
        _hashes = new(() => [.. _byPath.Select(static p => (p.Key, HashOf(p.Value)))]);
        _v2 = new(() => MakeV2(served));
    }

    /// <summary>The documents and their hashes.</summary>
    public ImmutableArray<(string Path, string Hash)> Hashes => _hashes.Value;

    /// <summary>Its part of the document of OpenAPI 2.0: paths and definitions, without braces.</summary>
    public (byte[] Paths, byte[] Definitions) V2 => _v2.Value;

    /// <summary>Whether it has the document.</summary>
    public bool Has(string path) => _byPath.ContainsKey(path);

    /// <summary>A document; <paramref name="builtIn"/> are resources that are built in and in the same version of the group.</summary>
    public (byte[] Json, string Hash) V3(string path, ImmutableArray<ApiResource> builtIn) => _made.GetOrAdd(path, _ => OpenApiDocuments.Hashed(OpenApiDocuments.Document(path, builtIn, _byPath[path], _version)));

    private static string HashOf(ImmutableArray<ResourceDefinition> definitions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        foreach (var definition in definitions)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(definition.Storage.ToString()));
            hash.AppendData(definition.Schema(definition.Storage).Structural!.Source.ToUtf8());
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static (byte[], byte[]) MakeV2(ImmutableArray<ResourceDefinition> definitions)
    {
        var schemas = new SchemaNodes("#/definitions/", isV3: false, definitions);
        var paths = OperationNodes.Paths([.. definitions.Select(static d => d.Storage)], schemas, isV3: false);
        // What they refer to beside each other is built in, and is there already.
        return (OpenApiDocuments.Inner(paths), OpenApiDocuments.Inner(schemas.Custom()));
    }
}
