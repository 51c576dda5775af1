namespace KubeSharp.Api.Core.V1;

/// <summary>LimitRangeItem of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LimitRangeItem")]
public sealed partial record LimitRangeItem : IApiRecord<LimitRangeItem>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("max", 2)]
    public ApiMap<Quantity> Max { get; init; } = ApiMap<Quantity>.Empty;

    [Field("min", 3)]
    public ApiMap<Quantity> Min { get; init; } = ApiMap<Quantity>.Empty;

    [Field("default", 4)]
    public ApiMap<Quantity> Default { get; init; } = ApiMap<Quantity>.Empty;

    [Field("defaultRequest", 5)]
    public ApiMap<Quantity> DefaultRequest { get; init; } = ApiMap<Quantity>.Empty;

    [Field("maxLimitRequestRatio", 6)]
    public ApiMap<Quantity> MaxLimitRequestRatio { get; init; } = ApiMap<Quantity>.Empty;
}
