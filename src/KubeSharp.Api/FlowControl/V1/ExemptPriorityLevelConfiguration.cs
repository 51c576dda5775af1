namespace KubeSharp.Api.FlowControl.V1;

/// <summary>ExemptPriorityLevelConfiguration of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration")]
public sealed partial record ExemptPriorityLevelConfiguration : IApiRecord<ExemptPriorityLevelConfiguration>
{
    [Field("nominalConcurrencyShares", 1, KeepZero = true)]
    public int? NominalConcurrencyShares { get; init; }

    [Field("lendablePercent", 2, KeepZero = true)]
    public int? LendablePercent { get; init; }
}
