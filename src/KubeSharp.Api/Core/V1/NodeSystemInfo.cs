namespace KubeSharp.Api.Core.V1;

/// <summary>NodeSystemInfo of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeSystemInfo")]
public sealed partial record NodeSystemInfo : IApiRecord<NodeSystemInfo>
{
    [Field("machineID", 1, Required = true, Default = "\"\"")]
    public string MachineID { get; init; } = "";

    [Field("systemUUID", 2, Required = true, Default = "\"\"")]
    public string SystemUUID { get; init; } = "";

    [Field("bootID", 3, Required = true, Default = "\"\"")]
    public string BootID { get; init; } = "";

    [Field("kernelVersion", 4, Required = true, Default = "\"\"")]
    public string KernelVersion { get; init; } = "";

    [Field("osImage", 5, Required = true, Default = "\"\"")]
    public string OsImage { get; init; } = "";

    [Field("containerRuntimeVersion", 6, Required = true, Default = "\"\"")]
    public string ContainerRuntimeVersion { get; init; } = "";

    [Field("kubeletVersion", 7, Required = true, Default = "\"\"")]
    public string KubeletVersion { get; init; } = "";

    [Field("kubeProxyVersion", 8, Required = true, Default = "\"\"")]
    public string KubeProxyVersion { get; init; } = "";

    [Field("operatingSystem", 9, Required = true, Default = "\"\"")]
    public string OperatingSystem { get; init; } = "";

    [Field("architecture", 10, Required = true, Default = "\"\"")]
    public string Architecture { get; init; } = "";

    [Field("swap", 11)]
    public NodeSwapStatus? Swap { get; init; }
}
