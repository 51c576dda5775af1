namespace KubeSharp.Api.StorageMigration.V1Beta1;

/// <summary>StorageVersionMigrationStatus of storagemigration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationStatus")]
public sealed partial record StorageVersionMigrationStatus : IApiRecord<StorageVersionMigrationStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];

    [Field("resourceVersion", 2)]
    public string? ResourceVersion { get; init; }
}
