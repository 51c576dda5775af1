namespace KubeSharp.Api.ApiServerInternal.V1Alpha1;

/// <summary>StorageVersionCondition of apiserverinternal/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apiserverinternal.v1alpha1.StorageVersionCondition")]
public sealed partial record StorageVersionCondition : IApiRecord<StorageVersionCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("observedGeneration", 3)]
    public long? ObservedGeneration { get; init; }

    [Field("lastTransitionTime", 4, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 5, Required = true, Default = "\"\"")]
    public string Reason { get; init; } = "";

    [Field("message", 6, Required = true)]
    public string Message { get; init; } = "";
}
