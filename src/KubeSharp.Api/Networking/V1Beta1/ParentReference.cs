namespace KubeSharp.Api.Networking.V1Beta1;

/// <summary>ParentReference of networking/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1beta1.ParentReference")]
public sealed partial record ParentReference : IApiRecord<ParentReference>
{
    [Field("group", 1)]
    public string? Group { get; init; }

    [Field("resource", 2, Required = true)]
    public string Resource { get; init; } = "";

    [Field("namespace", 3)]
    public string? Namespace { get; init; }

    [Field("name", 4, Required = true)]
    public string Name { get; init; } = "";
}
