namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>CounterSet of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.CounterSet")]
public sealed partial record CounterSet : IApiRecord<CounterSet>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("counters", 2, Required = true)]
    public ApiMap<Counter> Counters { get; init; } = ApiMap<Counter>.Empty;
}
