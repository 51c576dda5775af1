namespace KubeSharp.Api.StorageMigration.V1Beta1;

/// <summary>StorageVersionMigrationSpec of storagemigration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationSpec")]
public sealed partial record StorageVersionMigrationSpec : IApiRecord<StorageVersionMigrationSpec>
{
    [Field("resource", 1, Required = true, Default = "{}")]
    public Meta.V1.GroupResource Resource { get; init; } = Meta.V1.GroupResource.Empty;
}
