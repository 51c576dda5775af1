namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressClassParametersReference of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressClassParametersReference")]
public sealed partial record IngressClassParametersReference : IApiRecord<IngressClassParametersReference>
{
    [Field("apiGroup", 0, KeepZero = true)]
    public string? ApiGroup { get; init; }

    [Field("kind", 2, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 3, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("scope", 4, KeepZero = true)]
    public string? Scope { get; init; }

    [Field("namespace", 5, KeepZero = true)]
    public string? Namespace { get; init; }
}
