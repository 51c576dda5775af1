namespace KubeSharp.Api.Storage.V1;

/// <summary>CSINodeSpec of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.CSINodeSpec")]
public sealed partial record CSINodeSpec : IApiRecord<CSINodeSpec>
{
    [Field("drivers", 1, Required = true, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<CSINodeDriver> Drivers { get; init; } = [];
}
