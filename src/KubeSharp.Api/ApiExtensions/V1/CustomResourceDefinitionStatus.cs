namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceDefinitionStatus of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus")]
public sealed partial record CustomResourceDefinitionStatus : IApiRecord<CustomResourceDefinitionStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", KeepZero = true)]
    public ApiList<CustomResourceDefinitionCondition> Conditions { get; init; } = [];

    [Field("acceptedNames", 2, Default = "{}")]
    public CustomResourceDefinitionNames AcceptedNames { get; init; } = CustomResourceDefinitionNames.Empty;

    [Field("storedVersions", 3, List = "atomic", KeepZero = true)]
    public ApiList<string> StoredVersions { get; init; } = [];

    [Field("observedGeneration", 4)]
    public long? ObservedGeneration { get; init; }
}
