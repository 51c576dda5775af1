namespace KubeSharp.Api.Resources.V1;

/// <summary>DeviceCounterConsumption of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceCounterConsumption")]
public sealed partial record DeviceCounterConsumption : IApiRecord<DeviceCounterConsumption>
{
    [Field("counterSet", 1, Required = true, Default = "\"\"")]
    public string CounterSet { get; init; } = "";

    [Field("counters", 2, Required = true)]
    public ApiMap<Counter> Counters { get; init; } = ApiMap<Counter>.Empty;
}
