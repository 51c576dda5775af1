namespace KubeSharp.Api.FlowControl.V1;

/// <summary>FlowSchema of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchema")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema", Plural = "flowschemas", Singular = "flowschema", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://FlowSchema:get,patch,update")]
public sealed partial record FlowSchema : IApiObject<FlowSchema>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public FlowSchemaSpec Spec { get; init; } = FlowSchemaSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public FlowSchemaStatus Status { get; init; } = FlowSchemaStatus.Empty;
}
