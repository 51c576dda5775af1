namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>AllocatedDeviceStatus of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.AllocatedDeviceStatus")]
public sealed partial record AllocatedDeviceStatus : IApiRecord<AllocatedDeviceStatus>
{
    [Field("driver", 1, Required = true, Default = "\"\"")]
    public string Driver { get; init; } = "";

    [Field("pool", 2, Required = true, Default = "\"\"")]
    public string Pool { get; init; } = "";

    [Field("device", 3, Required = true, Default = "\"\"")]
    public string Device { get; init; } = "";

    [Field("shareID", 7, KeepZero = true)]
    public string? ShareID { get; init; }

    [Field("conditions", 4, List = "map", Keys = "type", KeepZero = true)]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];

    [Field("data", 5)]
    public JsonNode? Data { get; init; }

    [Field("networkData", 6)]
    public NetworkDeviceData? NetworkData { get; init; }
}
