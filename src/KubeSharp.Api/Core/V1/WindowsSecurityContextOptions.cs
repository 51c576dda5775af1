namespace KubeSharp.Api.Core.V1;

/// <summary>WindowsSecurityContextOptions of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.WindowsSecurityContextOptions")]
public sealed partial record WindowsSecurityContextOptions : IApiRecord<WindowsSecurityContextOptions>
{
    [Field("gmsaCredentialSpecName", 1, KeepZero = true)]
    public string? GmsaCredentialSpecName { get; init; }

    [Field("gmsaCredentialSpec", 2, KeepZero = true)]
    public string? GmsaCredentialSpec { get; init; }

    [Field("runAsUserName", 3, KeepZero = true)]
    public string? RunAsUserName { get; init; }

    [Field("hostProcess", 4, KeepZero = true)]
    public bool? HostProcess { get; init; }
}
