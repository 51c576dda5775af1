namespace KubeSharp.Api.Storage.V1;

/// <summary>StorageClass of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.StorageClass")]
[Kind("storage.k8s.io", "v1", "StorageClass", Plural = "storageclasses", Singular = "storageclass", ShortNames = "sc", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record StorageClass : IApiObject<StorageClass>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("provisioner", 2, Required = true, Default = "\"\"")]
    public string Provisioner { get; init; } = "";

    [Field("parameters", 3)]
    public ApiMap<string> Parameters { get; init; } = ApiMap<string>.Empty;

    [Field("reclaimPolicy", 4, Enum = "Delete|Recycle|Retain", KeepZero = true)]
    public string? ReclaimPolicy { get; init; }

    [Field("mountOptions", 5, List = "atomic")]
    public ApiList<string> MountOptions { get; init; } = [];

    [Field("allowVolumeExpansion", 6, KeepZero = true)]
    public bool? AllowVolumeExpansion { get; init; }

    [Field("volumeBindingMode", 7, Enum = "Immediate|WaitForFirstConsumer", KeepZero = true)]
    public string? VolumeBindingMode { get; init; }

    [Field("allowedTopologies", 8, List = "atomic")]
    public ApiList<Core.V1.TopologySelectorTerm> AllowedTopologies { get; init; } = [];
}
