namespace KubeSharp.Api.Core.V1;

/// <summary>SessionAffinityConfig of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.SessionAffinityConfig")]
public sealed partial record SessionAffinityConfig : IApiRecord<SessionAffinityConfig>
{
    [Field("clientIP", 1)]
    public ClientIPConfig? ClientIP { get; init; }
}
