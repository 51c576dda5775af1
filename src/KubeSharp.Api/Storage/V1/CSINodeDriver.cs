namespace KubeSharp.Api.Storage.V1;

/// <summary>CSINodeDriver of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.CSINodeDriver")]
public sealed partial record CSINodeDriver : IApiRecord<CSINodeDriver>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("nodeID", 2, Required = true, Default = "\"\"")]
    public string NodeID { get; init; } = "";

    [Field("topologyKeys", 3, List = "atomic", KeepZero = true)]
    public ApiList<string> TopologyKeys { get; init; } = [];

    [Field("allocatable", 4)]
    public VolumeNodeResources? Allocatable { get; init; }
}
