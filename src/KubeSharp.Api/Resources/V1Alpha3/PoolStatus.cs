namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>PoolStatus of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.PoolStatus")]
public sealed partial record PoolStatus : IApiRecord<PoolStatus>
{
    [Field("driver", 1, Required = true)]
    public string Driver { get; init; } = "";

    [Field("poolName", 2, Required = true)]
    public string PoolName { get; init; } = "";

    [Field("generation", 9, Required = true, Default = "0")]
    public long Generation { get; init; }

    [Field("resourceSliceCount", 8, KeepZero = true)]
    public int? ResourceSliceCount { get; init; }

    [Field("totalDevices", 4, KeepZero = true)]
    public int? TotalDevices { get; init; }

    [Field("allocatedDevices", 5, KeepZero = true)]
    public int? AllocatedDevices { get; init; }

    [Field("availableDevices", 6, KeepZero = true)]
    public int? AvailableDevices { get; init; }

    [Field("unavailableDevices", 7, KeepZero = true)]
    public int? UnavailableDevices { get; init; }

    [Field("nodeName", 3, KeepZero = true)]
    public string? NodeName { get; init; }

    [Field("validationError", 10, KeepZero = true)]
    public string? ValidationError { get; init; }
}
