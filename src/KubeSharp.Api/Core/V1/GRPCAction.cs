namespace KubeSharp.Api.Core.V1;

/// <summary>GRPCAction of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.GRPCAction")]
public sealed partial record GRPCAction : IApiRecord<GRPCAction>
{
    [Field("port", 1, Required = true, Default = "0")]
    public int Port { get; init; }

    [Field("service", 2, KeepZero = true, Default = "\"\"")]
    public string? Service { get; init; }
}
