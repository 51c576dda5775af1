namespace KubeSharp.Api.ApiServerInternal.V1Alpha1;

/// <summary>StorageVersionStatus of apiserverinternal/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apiserverinternal.v1alpha1.StorageVersionStatus")]
public sealed partial record StorageVersionStatus : IApiRecord<StorageVersionStatus>
{
    [Field("storageVersions", 1, List = "map", Keys = "apiServerID")]
    public ApiList<ServerStorageVersion> StorageVersions { get; init; } = [];

    [Field("commonEncodingVersion", 2, KeepZero = true)]
    public string? CommonEncodingVersion { get; init; }

    [Field("conditions", 3, List = "map", Keys = "type")]
    public ApiList<StorageVersionCondition> Conditions { get; init; } = [];
}
