namespace KubeSharp.Api.Core.V1;

/// <summary>PodSecurityContext of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodSecurityContext")]
public sealed partial record PodSecurityContext : IApiRecord<PodSecurityContext>
{
    [Field("seLinuxOptions", 1)]
    public SELinuxOptions? SeLinuxOptions { get; init; }

    [Field("windowsOptions", 8)]
    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    [Field("runAsUser", 2, KeepZero = true)]
    public long? RunAsUser { get; init; }

    [Field("runAsGroup", 6, KeepZero = true)]
    public long? RunAsGroup { get; init; }

    [Field("runAsNonRoot", 3, KeepZero = true)]
    public bool? RunAsNonRoot { get; init; }

    [Field("supplementalGroups", 4, List = "atomic")]
    public ApiList<long> SupplementalGroups { get; init; } = [];

    [Field("supplementalGroupsPolicy", 12, Enum = "Merge|Strict", KeepZero = true)]
    public string? SupplementalGroupsPolicy { get; init; }

    [Field("fsGroup", 5, KeepZero = true)]
    public long? FsGroup { get; init; }

    [Field("sysctls", 7, List = "atomic")]
    public ApiList<Sysctl> Sysctls { get; init; } = [];

    [Field("fsGroupChangePolicy", 9, Enum = "Always|OnRootMismatch", KeepZero = true)]
    public string? FsGroupChangePolicy { get; init; }

    [Field("seccompProfile", 10)]
    public SeccompProfile? SeccompProfile { get; init; }

    [Field("appArmorProfile", 11)]
    public AppArmorProfile? AppArmorProfile { get; init; }

    [Field("seLinuxChangePolicy", 13, KeepZero = true)]
    public string? SeLinuxChangePolicy { get; init; }
}
