using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.Registry;

/// <summary>A resource that is served: built-in and custom ones are the same from here on.</summary>
public sealed class ResourceDefinition(ApiResource storage, ImmutableArray<ApiResource> versions, KindRules rules, Func<string, Schema> schemaOf)
{
    /// <summary>The version in which it is stored.</summary>
    public ApiResource Storage { get; } = storage;
    /// <summary>All versions served, the preferred one first.</summary>
    public ImmutableArray<ApiResource> Versions { get; } = versions;
    /// <summary>What is special about it.</summary>
    public KindRules Rules { get; } = rules;
    /// <summary>pods, deployments.apps.</summary>
    public string Name => Storage.QualifiedName;
    /// <summary>Lives in namespaces.</summary>
    public bool IsNamespaced => Storage.Namespaced;

    /// <summary>The schema of a version.</summary>
    public Schema Schema(ApiResource version) => schemaOf(version.SchemaName);

    /// <summary>The subresource in a version; null where there is none.</summary>
    public static ApiSubresource? Subresource(ApiResource version, string name)
    {
        foreach (var subresource in version.Subresources)
        {
            if (subresource.Name == name) { return subresource; }
        }
        return null;
    }
}
