namespace KubeSharp.Api.Coordination.V1Beta1;

/// <summary>LeaseCandidateSpec of coordination/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.coordination.v1beta1.LeaseCandidateSpec")]
public sealed partial record LeaseCandidateSpec : IApiRecord<LeaseCandidateSpec>
{
    [Field("leaseName", 1, Required = true, Default = "\"\"")]
    public string LeaseName { get; init; } = "";

    [Field("pingTime", 2, Micro = true)]
    public DateTimeOffset? PingTime { get; init; }

    [Field("renewTime", 3, Micro = true)]
    public DateTimeOffset? RenewTime { get; init; }

    [Field("binaryVersion", 4, Required = true, Default = "\"\"")]
    public string BinaryVersion { get; init; } = "";

    [Field("emulationVersion", 5)]
    public string? EmulationVersion { get; init; }

    [Field("strategy", 6, Required = true)]
    public string Strategy { get; init; } = "";
}
