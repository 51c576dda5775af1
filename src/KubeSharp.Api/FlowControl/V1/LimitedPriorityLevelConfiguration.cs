namespace KubeSharp.Api.FlowControl.V1;

/// <summary>LimitedPriorityLevelConfiguration of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration")]
public sealed partial record LimitedPriorityLevelConfiguration : IApiRecord<LimitedPriorityLevelConfiguration>
{
    [Field("nominalConcurrencyShares", 1, KeepZero = true)]
    public int? NominalConcurrencyShares { get; init; }

    [Field("limitResponse", 2, Default = "{}")]
    public LimitResponse LimitResponse { get; init; } = LimitResponse.Empty;

    [Field("lendablePercent", 3, KeepZero = true)]
    public int? LendablePercent { get; init; }

    [Field("borrowingLimitPercent", 4, KeepZero = true)]
    public int? BorrowingLimitPercent { get; init; }
}
