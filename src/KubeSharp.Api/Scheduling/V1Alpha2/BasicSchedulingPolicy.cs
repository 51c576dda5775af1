namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>BasicSchedulingPolicy of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.BasicSchedulingPolicy")]
public sealed partial record BasicSchedulingPolicy : IApiRecord<BasicSchedulingPolicy>;
