namespace KubeSharp.Api.Core.V1;

/// <summary>Binding of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Binding")]
[Kind("", "v1", "Binding", Plural = "bindings", Singular = "binding", Namespaced = true, Verbs = "create")]
public sealed partial record Binding : IApiObject<Binding>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("target", 2, Required = true, Default = "{}")]
    public ObjectReference Target { get; init; } = ObjectReference.Empty;
}
