namespace KubeSharp.Api.Core.V1;

/// <summary>Toleration of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Toleration")]
public sealed partial record Toleration : IApiRecord<Toleration>
{
    [Field("key", 1)]
    public string? Key { get; init; }

    [Field("operator", 2, Enum = "Equal|Exists|Gt|Lt")]
    public string? Operator { get; init; }

    [Field("value", 3)]
    public string? Value { get; init; }

    [Field("effect", 4, Enum = "NoExecute|NoSchedule|PreferNoSchedule")]
    public string? Effect { get; init; }

    [Field("tolerationSeconds", 5, KeepZero = true)]
    public long? TolerationSeconds { get; init; }
}
