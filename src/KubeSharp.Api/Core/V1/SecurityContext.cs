namespace KubeSharp.Api.Core.V1;

/// <summary>SecurityContext of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.SecurityContext")]
public sealed partial record SecurityContext : IApiRecord<SecurityContext>
{
    [Field("capabilities", 1)]
    public Capabilities? Capabilities { get; init; }

    [Field("privileged", 2, KeepZero = true)]
    public bool? Privileged { get; init; }

    [Field("seLinuxOptions", 3)]
    public SELinuxOptions? SeLinuxOptions { get; init; }

    [Field("windowsOptions", 10)]
    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    [Field("runAsUser", 4, KeepZero = true)]
    public long? RunAsUser { get; init; }

    [Field("runAsGroup", 8, KeepZero = true)]
    public long? RunAsGroup { get; init; }

    [Field("runAsNonRoot", 5, KeepZero = true)]
    public bool? RunAsNonRoot { get; init; }

    [Field("readOnlyRootFilesystem", 6, KeepZero = true)]
    public bool? ReadOnlyRootFilesystem { get; init; }

    [Field("allowPrivilegeEscalation", 7, KeepZero = true)]
    public bool? AllowPrivilegeEscalation { get; init; }

    [Field("procMount", 9, Enum = "Default|Unmasked", KeepZero = true)]
    public string? ProcMount { get; init; }

    [Field("seccompProfile", 11)]
    public SeccompProfile? SeccompProfile { get; init; }

    [Field("appArmorProfile", 12)]
    public AppArmorProfile? AppArmorProfile { get; init; }
}
