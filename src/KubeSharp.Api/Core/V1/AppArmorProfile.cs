namespace KubeSharp.Api.Core.V1;

/// <summary>AppArmorProfile of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.AppArmorProfile")]
public sealed partial record AppArmorProfile : IApiRecord<AppArmorProfile>
{
    [Field("type", 1, Required = true, Default = "\"\"", Enum = "Localhost|RuntimeDefault|Unconfined")]
    public string Type { get; init; } = "";

    [Field("localhostProfile", 2, KeepZero = true)]
    public string? LocalhostProfile { get; init; }
}
