namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>DeviceTaintSelector of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.DeviceTaintSelector")]
public sealed partial record DeviceTaintSelector : IApiRecord<DeviceTaintSelector>
{
    [Field("driver", 2, KeepZero = true)]
    public string? Driver { get; init; }

    [Field("pool", 3, KeepZero = true)]
    public string? Pool { get; init; }

    [Field("device", 4, KeepZero = true)]
    public string? Device { get; init; }
}
