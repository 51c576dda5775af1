namespace KubeSharp.Api.Core.V1;

/// <summary>WindowsSecurityContextOptions of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.WindowsSecurityContextOptions")]
public sealed partial record WindowsSecurityContextOptions : IApiRecord<WindowsSecurityContextOptions>
{
    [Field("gmsaCredentialSpecName", 1)]
    public string? GmsaCredentialSpecName { get; init; }

    [Field("gmsaCredentialSpec", 2)]
    public string? GmsaCredentialSpec { get; init; }

    [Field("runAsUserName", 3)]
    public string? RunAsUserName { get; init; }

    [Field("hostProcess", 4)]
    public bool? HostProcess { get; init; }
}
