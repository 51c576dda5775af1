namespace KubeSharp.Api.Rbac.V1;

/// <summary>RoleRef of rbac/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.rbac.v1.RoleRef", Atomic = true)]
public sealed partial record RoleRef : IApiRecord<RoleRef>
{
    [Field("apiGroup", 1, Default = "\"\"")]
    public string? ApiGroup { get; init; }

    [Field("kind", 2, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 3, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}
