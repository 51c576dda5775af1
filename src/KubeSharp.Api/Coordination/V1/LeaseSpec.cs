namespace KubeSharp.Api.Coordination.V1;

/// <summary>LeaseSpec of coordination/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.coordination.v1.LeaseSpec")]
public sealed partial record LeaseSpec : IApiRecord<LeaseSpec>
{
    [Field("holderIdentity", 1, KeepZero = true)]
    public string? HolderIdentity { get; init; }

    [Field("leaseDurationSeconds", 2, KeepZero = true)]
    public int? LeaseDurationSeconds { get; init; }

    [Field("acquireTime", 3, Micro = true)]
    public DateTimeOffset? AcquireTime { get; init; }

    [Field("renewTime", 4, Micro = true)]
    public DateTimeOffset? RenewTime { get; init; }

    [Field("leaseTransitions", 5, KeepZero = true)]
    public int? LeaseTransitions { get; init; }

    [Field("strategy", 6, KeepZero = true)]
    public string? Strategy { get; init; }

    [Field("preferredHolder", 7, KeepZero = true)]
    public string? PreferredHolder { get; init; }
}
