namespace KubeSharp.Api.ApiServerInternal.V1Alpha1;

/// <summary>ServerStorageVersion of apiserverinternal/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apiserverinternal.v1alpha1.ServerStorageVersion")]
public sealed partial record ServerStorageVersion : IApiRecord<ServerStorageVersion>
{
    [Field("apiServerID", 1, Required = true)]
    public string ApiServerID { get; init; } = "";

    [Field("encodingVersion", 2, Required = true)]
    public string EncodingVersion { get; init; } = "";

    [Field("decodableVersions", 3, Required = true, List = "set")]
    public ApiList<string> DecodableVersions { get; init; } = [];

    [Field("servedVersions", 4, List = "set")]
    public ApiList<string> ServedVersions { get; init; } = [];
}
