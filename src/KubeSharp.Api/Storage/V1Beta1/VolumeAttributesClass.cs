namespace KubeSharp.Api.Storage.V1Beta1;

/// <summary>VolumeAttributesClass of storage/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1beta1.VolumeAttributesClass")]
[Kind("storage.k8s.io", "v1beta1", "VolumeAttributesClass")]
public sealed partial record VolumeAttributesClass : IApiObject<VolumeAttributesClass>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("driverName", 2, Required = true, Default = "\"\"")]
    public string DriverName { get; init; } = "";

    [Field("parameters", 3)]
    public ApiMap<string> Parameters { get; init; } = ApiMap<string>.Empty;
}
