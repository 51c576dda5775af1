namespace KubeSharp.Api.Core.V1;

/// <summary>FCVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.FCVolumeSource")]
public sealed partial record FCVolumeSource : IApiRecord<FCVolumeSource>
{
    [Field("targetWWNs", 1, List = "atomic")]
    public ApiList<string> TargetWWNs { get; init; } = [];

    [Field("lun", 2, KeepZero = true)]
    public int? Lun { get; init; }

    [Field("fsType", 3)]
    public string? FsType { get; init; }

    [Field("readOnly", 4)]
    public bool? ReadOnly { get; init; }

    [Field("wwids", 5, List = "atomic")]
    public ApiList<string> Wwids { get; init; } = [];
}
