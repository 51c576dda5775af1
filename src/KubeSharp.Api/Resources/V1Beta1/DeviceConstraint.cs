namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>DeviceConstraint of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.DeviceConstraint")]
public sealed partial record DeviceConstraint : IApiRecord<DeviceConstraint>
{
    [Field("requests", 1, List = "atomic")]
    public ApiList<string> Requests { get; init; } = [];

    [Field("matchAttribute", 2, KeepZero = true)]
    public string? MatchAttribute { get; init; }

    [Field("distinctAttribute", 3, KeepZero = true)]
    public string? DistinctAttribute { get; init; }
}
