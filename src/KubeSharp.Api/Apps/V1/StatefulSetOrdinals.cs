namespace KubeSharp.Api.Apps.V1;

/// <summary>StatefulSetOrdinals of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSetOrdinals")]
public sealed partial record StatefulSetOrdinals : IApiRecord<StatefulSetOrdinals>
{
    [Field("start", 1, Default = "0")]
    public int? Start { get; init; }
}
