namespace KubeSharp.Api.Core.V1;

/// <summary>VolumeMount of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VolumeMount")]
public sealed partial record VolumeMount : IApiRecord<VolumeMount>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("readOnly", 2)]
    public bool? ReadOnly { get; init; }

    [Field("recursiveReadOnly", 7, KeepZero = true)]
    public string? RecursiveReadOnly { get; init; }

    [Field("mountPath", 3, Required = true, Default = "\"\"")]
    public string MountPath { get; init; } = "";

    [Field("subPath", 4)]
    public string? SubPath { get; init; }

    [Field("mountPropagation", 5, Enum = "Bidirectional|HostToContainer|None", KeepZero = true)]
    public string? MountPropagation { get; init; }

    [Field("subPathExpr", 6)]
    public string? SubPathExpr { get; init; }
}
