namespace KubeSharp.Api.Storage.V1;

/// <summary>CSINode of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.CSINode")]
[Kind("storage.k8s.io", "v1", "CSINode", Plural = "csinodes", Singular = "csinode", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record CSINode : IApiObject<CSINode>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public CSINodeSpec Spec { get; init; } = CSINodeSpec.Empty;
}
