using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Schemas.Structural;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>A version of a custom resource, as spec.versions of its definition says. What is costly is read when it is first asked for.</summary>
public sealed class CustomResourceVersion
{
    /// <summary>The schema of metadata, that of all kinds.</summary>
    public static Schema Metadata { get; } = ApiSchemas.Get("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    private readonly Lazy<StructuralSchema> _schema;
    private readonly Lazy<SchemaRules?> _rules;

    /// <summary>The version that is written so.</summary>
    public CustomResourceVersion(ObjectNode source, CelMetrics metrics)
    {
        (Source, Metrics) = (source, metrics);
        _schema = new(() => StructuralSchema.OfRoot(source.Object("schema").Object("openAPIV3Schema"), Metadata));
        _rules = new(() => Schema.HasRules ? metrics.Compile(() => SchemaRules.Of(Schema, isRoot: true)) : null);
    }

    /// <summary>Counts how long its rules take.</summary>
    public CelMetrics Metrics { get; }
    /// <summary>As written.</summary>
    public ObjectNode Source { get; }
    /// <summary>v1.</summary>
    public string Name => Source.Text("name");
    /// <summary>Can be asked for.</summary>
    public bool IsServed => Source.IsTrue("served");
    /// <summary>Objects are stored in it.</summary>
    public bool IsStored => Source.IsTrue("storage");
    /// <summary>Has a status that is written apart.</summary>
    public bool HasStatus => Source.Object("subresources").Has("status");
    /// <summary>Its schema.</summary>
    public StructuralSchema Schema => _schema.Value;
    /// <summary>The rules of its schema; null: none.</summary>
    public SchemaRules? Rules => _rules.Value;

    /// <summary>Where its scale is; null: it has none.</summary>
    public ScalePaths? Scale => Source.Object("subresources")["scale"] is not ObjectNode scale ? null
        : new ScalePaths(Steps(scale.Text("specReplicasPath")), Steps(scale.Text("statusReplicasPath")), Steps(scale.Text("labelSelectorPath")));

    /// <summary>Fields that selectors may name.</summary>
    public ImmutableArray<SelectableField> SelectableFields => [.. Source.Items("selectableFields").Select(static f =>
        Registry.Kinds.FieldReads.At(f.Text("jsonPath").TrimStart('.'), f.Text("jsonPath").TrimStart('.')))];

    private static ImmutableArray<string> Steps(string path) => path.Length == 0 ? [] : [.. path.TrimStart('.').Split('.')];
}
