namespace KubeSharp.Api.Apps.V1;

/// <summary>DeploymentCondition of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentCondition")]
public sealed partial record DeploymentCondition : IApiRecord<DeploymentCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("lastUpdateTime", 6, NullIfNone = true)]
    public DateTimeOffset? LastUpdateTime { get; init; }

    [Field("lastTransitionTime", 7, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 4)]
    public string? Reason { get; init; }

    [Field("message", 5)]
    public string? Message { get; init; }
}
