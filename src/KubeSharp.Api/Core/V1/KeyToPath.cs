namespace KubeSharp.Api.Core.V1;

/// <summary>KeyToPath of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.KeyToPath")]
public sealed partial record KeyToPath : IApiRecord<KeyToPath>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("path", 2, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("mode", 3, KeepZero = true)]
    public int? Mode { get; init; }
}
