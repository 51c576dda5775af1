namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>DeviceTaint of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.DeviceTaint")]
public sealed partial record DeviceTaint : IApiRecord<DeviceTaint>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("value", 2)]
    public string? Value { get; init; }

    [Field("effect", 3, Required = true, Default = "\"\"")]
    public string Effect { get; init; } = "";

    [Field("timeAdded", 4)]
    public DateTimeOffset? TimeAdded { get; init; }
}
