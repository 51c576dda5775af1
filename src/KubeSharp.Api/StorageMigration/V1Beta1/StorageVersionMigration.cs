namespace KubeSharp.Api.StorageMigration.V1Beta1;

/// <summary>StorageVersionMigration of storagemigration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storagemigration.v1beta1.StorageVersionMigration")]
[Kind("storagemigration.k8s.io", "v1beta1", "StorageVersionMigration")]
public sealed partial record StorageVersionMigration : IApiObject<StorageVersionMigration>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public StorageVersionMigrationSpec Spec { get; init; } = StorageVersionMigrationSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public StorageVersionMigrationStatus Status { get; init; } = StorageVersionMigrationStatus.Empty;
}
