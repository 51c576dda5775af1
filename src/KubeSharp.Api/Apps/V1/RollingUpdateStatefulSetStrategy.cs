namespace KubeSharp.Api.Apps.V1;

/// <summary>RollingUpdateStatefulSetStrategy of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy")]
public sealed partial record RollingUpdateStatefulSetStrategy : IApiRecord<RollingUpdateStatefulSetStrategy>
{
    [Field("partition", 1, KeepZero = true)]
    public int? Partition { get; init; }

    [Field("maxUnavailable", 2)]
    public IntOrString? MaxUnavailable { get; init; }
}
