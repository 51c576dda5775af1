namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceDefinitionCondition of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition")]
public sealed partial record CustomResourceDefinitionCondition : IApiRecord<CustomResourceDefinitionCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("lastTransitionTime", 3, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 4)]
    public string? Reason { get; init; }

    [Field("message", 5)]
    public string? Message { get; init; }

    [Field("observedGeneration", 6)]
    public long? ObservedGeneration { get; init; }
}
