namespace KubeSharp.Api.Core.V1;

/// <summary>SecretVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.SecretVolumeSource")]
public sealed partial record SecretVolumeSource : IApiRecord<SecretVolumeSource>
{
    [Field("secretName", 1)]
    public string? SecretName { get; init; }

    [Field("items", 2, List = "atomic")]
    public ApiList<KeyToPath> Items { get; init; } = [];

    [Field("defaultMode", 3, KeepZero = true)]
    public int? DefaultMode { get; init; }

    [Field("optional", 4, KeepZero = true)]
    public bool? Optional { get; init; }
}
