namespace KubeSharp.Api.Core.V1;

/// <summary>AzureFilePersistentVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.AzureFilePersistentVolumeSource")]
public sealed partial record AzureFilePersistentVolumeSource : IApiRecord<AzureFilePersistentVolumeSource>
{
    [Field("secretName", 1, Required = true, Default = "\"\"")]
    public string SecretName { get; init; } = "";

    [Field("shareName", 2, Required = true, Default = "\"\"")]
    public string ShareName { get; init; } = "";

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }

    [Field("secretNamespace", 4, KeepZero = true)]
    public string? SecretNamespace { get; init; }
}
