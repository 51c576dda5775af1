namespace KubeSharp.Api.Apps.V1;

/// <summary>Deployment of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.Deployment")]
[Kind("apps", "v1", "Deployment", Plural = "deployments", Singular = "deployment", Namespaced = true, ShortNames = "deploy", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "scale:autoscaling/v1/Scale:get,patch,update status://Deployment:get,patch,update")]
public sealed partial record Deployment : IApiObject<Deployment>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public DeploymentSpec Spec { get; init; } = DeploymentSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public DeploymentStatus Status { get; init; } = DeploymentStatus.Empty;
}
