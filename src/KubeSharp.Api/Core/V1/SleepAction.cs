namespace KubeSharp.Api.Core.V1;

/// <summary>SleepAction of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.SleepAction")]
public sealed partial record SleepAction : IApiRecord<SleepAction>
{
    [Field("seconds", 1, Required = true, Default = "0")]
    public long Seconds { get; init; }
}
