namespace KubeSharp.Api.Meta.V1;

/// <summary>Condition of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Condition")]
public sealed partial record Condition : IApiRecord<Condition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("observedGeneration", 3)]
    public long? ObservedGeneration { get; init; }

    [Field("lastTransitionTime", 4, Required = true, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 5, Required = true, Default = "\"\"")]
    public string Reason { get; init; } = "";

    [Field("message", 6, Required = true, Default = "\"\"")]
    public string Message { get; init; } = "";
}
