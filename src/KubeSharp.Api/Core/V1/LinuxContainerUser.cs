namespace KubeSharp.Api.Core.V1;

/// <summary>LinuxContainerUser of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LinuxContainerUser")]
public sealed partial record LinuxContainerUser : IApiRecord<LinuxContainerUser>
{
    [Field("uid", 1, Required = true, Default = "0")]
    public long Uid { get; init; }

    [Field("gid", 2, Required = true, Default = "0")]
    public long Gid { get; init; }

    [Field("supplementalGroups", 3, List = "atomic")]
    public ApiList<long> SupplementalGroups { get; init; } = [];
}
