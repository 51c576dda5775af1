namespace KubeSharp.Api.Storage.V1;

/// <summary>CSIDriver of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.CSIDriver")]
[Kind("storage.k8s.io", "v1", "CSIDriver", Plural = "csidrivers", Singular = "csidriver", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record CSIDriver : IApiObject<CSIDriver>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public CSIDriverSpec Spec { get; init; } = CSIDriverSpec.Empty;
}
