namespace KubeSharp.Api.FlowControl.V1;

/// <summary>PriorityLevelConfiguration of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration", Plural = "prioritylevelconfigurations", Singular = "prioritylevelconfiguration", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://PriorityLevelConfiguration:get,patch,update")]
public sealed partial record PriorityLevelConfiguration : IApiObject<PriorityLevelConfiguration>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public PriorityLevelConfigurationSpec Spec { get; init; } = PriorityLevelConfigurationSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public PriorityLevelConfigurationStatus Status { get; init; } = PriorityLevelConfigurationStatus.Empty;
}
