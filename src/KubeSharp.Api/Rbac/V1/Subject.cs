namespace KubeSharp.Api.Rbac.V1;

/// <summary>Subject of rbac/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.rbac.v1.Subject", Atomic = true)]
public sealed partial record Subject : IApiRecord<Subject>
{
    [Field("kind", 1, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("apiGroup", 2)]
    public string? ApiGroup { get; init; }

    [Field("name", 3, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("namespace", 4)]
    public string? Namespace { get; init; }
}
