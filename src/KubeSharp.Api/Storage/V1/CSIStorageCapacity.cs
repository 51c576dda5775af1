namespace KubeSharp.Api.Storage.V1;

/// <summary>CSIStorageCapacity of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.CSIStorageCapacity")]
[Kind("storage.k8s.io", "v1", "CSIStorageCapacity", Plural = "csistoragecapacities", Singular = "csistoragecapacity", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record CSIStorageCapacity : IApiObject<CSIStorageCapacity>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("nodeTopology", 2)]
    public Meta.V1.LabelSelector? NodeTopology { get; init; }

    [Field("storageClassName", 3, Required = true, Default = "\"\"")]
    public string StorageClassName { get; init; } = "";

    [Field("capacity", 4)]
    public Quantity? Capacity { get; init; }

    [Field("maximumVolumeSize", 5)]
    public Quantity? MaximumVolumeSize { get; init; }
}
