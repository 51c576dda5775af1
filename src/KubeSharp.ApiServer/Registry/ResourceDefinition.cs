using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Tables;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.Registry;

/// <summary>A resource that is served: built-in and custom ones are the same from here on.</summary>
public sealed class ResourceDefinition(ApiResource storage, ImmutableArray<ApiResource> versions, KindRules rules, Func<ApiResource, Schema> schemaOf)
{
    private IReadOnlyList<TableColumn>? _columns;

    /// <summary>The version in which it is handled: of built-in resources the stored one; of custom ones each version has a definition of its own.</summary>
    public ApiResource Storage { get; } = storage;
    /// <summary>All versions served, the preferred one first.</summary>
    public ImmutableArray<ApiResource> Versions { get; } = versions;
    /// <summary>What is special about it.</summary>
    public KindRules Rules { get; } = rules;
    /// <summary>How it lies in the store; null: as it is handled.</summary>
    public IStoredForm? StoredForm { get; init; }
    /// <summary>Its columns.</summary>
    public IReadOnlyList<TableColumn> Columns => _columns ??= ColumnsOf();
    /// <summary>Makes its columns; default: those of the built-in kind.</summary>
    public Func<IReadOnlyList<TableColumn>> ColumnsOf { private get; init; } = () => TableColumns.Of(storage.QualifiedName);
    /// <summary>Where its scale is; default: where built-in kinds have it.</summary>
    public ScalePaths Scale { get; init; } = ScalePaths.BuiltIn;
    /// <summary>Can be asked for; false: a version in which objects are stored, but that is no longer served.</summary>
    public bool IsServed { get; init; } = true;
    /// <summary>It is about to go: nothing new may be made.</summary>
    public bool IsTerminating { get; init; }
    /// <summary>What a Warning header says of its use; null: nothing.</summary>
    public string? Deprecation { get; init; }
    /// <summary>Cancelled when another definition takes its place: watches end, and begin anew with that one.</summary>
    public CancellationToken Retired { get; init; }
    /// <summary>pods, deployments.apps: under it objects are stored and cached; two resources of one name have the same objects.</summary>
    public string Name { get; init; } = storage.QualifiedName;
    /// <summary>Lives in namespaces.</summary>
    public bool IsNamespaced => Storage.Namespaced;

    /// <summary>The schema of a version.</summary>
    public Schema Schema(ApiResource version) => schemaOf(version);

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
