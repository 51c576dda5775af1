namespace KubeSharp.Api.Batch.V1;

/// <summary>SuccessPolicyRule of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.SuccessPolicyRule")]
public sealed partial record SuccessPolicyRule : IApiRecord<SuccessPolicyRule>
{
    [Field("succeededIndexes", 1, KeepZero = true)]
    public string? SucceededIndexes { get; init; }

    [Field("succeededCount", 2, KeepZero = true)]
    public int? SucceededCount { get; init; }
}
