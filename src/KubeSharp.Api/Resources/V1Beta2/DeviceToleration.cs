namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>DeviceToleration of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.DeviceToleration")]
public sealed partial record DeviceToleration : IApiRecord<DeviceToleration>
{
    [Field("key", 1)]
    public string? Key { get; init; }

    [Field("operator", 2, Default = "\"Equal\"")]
    public string? Operator { get; init; }

    [Field("value", 3)]
    public string? Value { get; init; }

    [Field("effect", 4)]
    public string? Effect { get; init; }

    [Field("tolerationSeconds", 5, KeepZero = true)]
    public long? TolerationSeconds { get; init; }
}
