namespace KubeSharp.Api.Node.V1;

/// <summary>Scheduling of node/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.node.v1.Scheduling")]
public sealed partial record Scheduling : IApiRecord<Scheduling>
{
    [Field("nodeSelector", 1, Map = "atomic")]
    public ApiMap<string> NodeSelector { get; init; } = ApiMap<string>.Empty;

    [Field("tolerations", 2, List = "atomic")]
    public ApiList<Core.V1.Toleration> Tolerations { get; init; } = [];
}
