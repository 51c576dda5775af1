namespace KubeSharp.Api.Node.V1;

/// <summary>RuntimeClass of node/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.node.v1.RuntimeClass")]
[Kind("node.k8s.io", "v1", "RuntimeClass", Plural = "runtimeclasses", Singular = "runtimeclass", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record RuntimeClass : IApiObject<RuntimeClass>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("handler", 2, Required = true, Default = "\"\"")]
    public string Handler { get; init; } = "";

    [Field("overhead", 3)]
    public Overhead? Overhead { get; init; }

    [Field("scheduling", 4)]
    public Scheduling? Scheduling { get; init; }
}
