namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceSubresourceScale of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale")]
public sealed partial record CustomResourceSubresourceScale : IApiRecord<CustomResourceSubresourceScale>
{
    [Field("specReplicasPath", 1, Required = true, Default = "\"\"")]
    public string SpecReplicasPath { get; init; } = "";

    [Field("statusReplicasPath", 2, Required = true, Default = "\"\"")]
    public string StatusReplicasPath { get; init; } = "";

    [Field("labelSelectorPath", 3, KeepZero = true)]
    public string? LabelSelectorPath { get; init; }
}
