namespace KubeSharp.Api.Core.V1;

/// <summary>SeccompProfile of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.SeccompProfile")]
public sealed partial record SeccompProfile : IApiRecord<SeccompProfile>
{
    [Field("type", 1, Required = true, Default = "\"\"", Enum = "Localhost|RuntimeDefault|Unconfined")]
    public string Type { get; init; } = "";

    [Field("localhostProfile", 2, KeepZero = true)]
    public string? LocalhostProfile { get; init; }
}
