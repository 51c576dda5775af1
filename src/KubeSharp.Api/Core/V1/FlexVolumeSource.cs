namespace KubeSharp.Api.Core.V1;

/// <summary>FlexVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.FlexVolumeSource")]
public sealed partial record FlexVolumeSource : IApiRecord<FlexVolumeSource>
{
    [Field("driver", 1, Required = true, Default = "\"\"")]
    public string Driver { get; init; } = "";

    [Field("fsType", 2)]
    public string? FsType { get; init; }

    [Field("secretRef", 3)]
    public LocalObjectReference? SecretRef { get; init; }

    [Field("readOnly", 4)]
    public bool? ReadOnly { get; init; }

    [Field("options", 5)]
    public ApiMap<string> Options { get; init; } = ApiMap<string>.Empty;
}
