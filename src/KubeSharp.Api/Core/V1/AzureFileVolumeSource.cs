namespace KubeSharp.Api.Core.V1;

/// <summary>AzureFileVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.AzureFileVolumeSource")]
public sealed partial record AzureFileVolumeSource : IApiRecord<AzureFileVolumeSource>
{
    [Field("secretName", 1, Required = true, Default = "\"\"")]
    public string SecretName { get; init; } = "";

    [Field("shareName", 2, Required = true, Default = "\"\"")]
    public string ShareName { get; init; } = "";

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }
}
