namespace KubeSharp.Api.Apps.V1;

/// <summary>ControllerRevision of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.ControllerRevision")]
[Kind("apps", "v1", "ControllerRevision", Plural = "controllerrevisions", Singular = "controllerrevision", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ControllerRevision : IApiObject<ControllerRevision>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("data", 2)]
    public JsonNode? Data { get; init; }

    [Field("revision", 3, Required = true, Default = "0")]
    public long Revision { get; init; }
}
