namespace KubeSharp.Api.Apps.V1;

/// <summary>DeploymentStrategy of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DeploymentStrategy")]
public sealed partial record DeploymentStrategy : IApiRecord<DeploymentStrategy>
{
    [Field("type", 1, Enum = "Recreate|RollingUpdate")]
    public string? Type { get; init; }

    [Field("rollingUpdate", 2)]
    public RollingUpdateDeployment? RollingUpdate { get; init; }
}
