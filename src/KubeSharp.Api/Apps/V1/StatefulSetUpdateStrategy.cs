namespace KubeSharp.Api.Apps.V1;

/// <summary>StatefulSetUpdateStrategy of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetUpdateStrategy")]
public sealed partial record StatefulSetUpdateStrategy : IApiRecord<StatefulSetUpdateStrategy>
{
    [Field("type", 1, Enum = "OnDelete|RollingUpdate")]
    public string? Type { get; init; }

    [Field("rollingUpdate", 2)]
    public RollingUpdateStatefulSetStrategy? RollingUpdate { get; init; }
}
