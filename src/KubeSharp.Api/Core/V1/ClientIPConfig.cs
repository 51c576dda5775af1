namespace KubeSharp.Api.Core.V1;

/// <summary>ClientIPConfig of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ClientIPConfig")]
public sealed partial record ClientIPConfig : IApiRecord<ClientIPConfig>
{
    [Field("timeoutSeconds", 1, KeepZero = true)]
    public int? TimeoutSeconds { get; init; }
}
