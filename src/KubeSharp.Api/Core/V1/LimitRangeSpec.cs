namespace KubeSharp.Api.Core.V1;

/// <summary>LimitRangeSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LimitRangeSpec")]
public sealed partial record LimitRangeSpec : IApiRecord<LimitRangeSpec>
{
    [Field("limits", 1, Required = true, List = "atomic", NullIfNone = true)]
    public ApiList<LimitRangeItem> Limits { get; init; } = [];
}
