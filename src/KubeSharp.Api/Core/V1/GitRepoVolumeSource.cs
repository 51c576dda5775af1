namespace KubeSharp.Api.Core.V1;

/// <summary>GitRepoVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.GitRepoVolumeSource")]
public sealed partial record GitRepoVolumeSource : IApiRecord<GitRepoVolumeSource>
{
    [Field("repository", 1, Required = true, Default = "\"\"")]
    public string Repository { get; init; } = "";

    [Field("revision", 2)]
    public string? Revision { get; init; }

    [Field("directory", 3)]
    public string? Directory { get; init; }
}
