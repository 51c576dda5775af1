namespace KubeSharp.Api.Node.V1;

/// <summary>Overhead of node/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.node.v1.Overhead")]
public sealed partial record Overhead : IApiRecord<Overhead>
{
    [Field("podFixed", 1)]
    public ApiMap<Quantity> PodFixed { get; init; } = ApiMap<Quantity>.Empty;
}
