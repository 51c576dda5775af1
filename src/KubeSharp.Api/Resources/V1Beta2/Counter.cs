namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>Counter of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.Counter")]
public sealed partial record Counter : IApiRecord<Counter>
{
    [Field("value", 1, Required = true)]
    public Quantity Value { get; init; }
}
